import ArgusReports
import FoundationEssentials

/// This is a baseline as a JSON file: sorted, one entry a line, so that a change reads well in a review.
public struct BaselineFile: Sendable {
  public static let format = "argus-baseline/1"
  private static let maximumBytes = 256 << 20

  public let path: FilePath

  public init(_ path: FilePath) { self.path = path }

  /// The file beside the baseline that holds its key.
  public var keyPath: FilePath { FilePath(bytes: path.bytes + Array(".key".utf8)) }

  /// nil where there is no such file.
  /// - Throws: ``ScanFailure`` for a file that is no baseline.
  public func read() throws(ScanFailure) -> Baseline? {
    guard path.status != nil else { return nil }
    var reader = FileReader()
    do {
      let file = try OpenFile(path, followsLink: true)
      guard file.byteCount <= Self.maximumBytes else { throw ScanFailure("too large") }
      try reader.load(file, upTo: Self.maximumBytes)
    } catch {
      throw ScanFailure("\(path.text): \(error)")
    }
    let bytes = Array(reader.bytes[..<reader.count])
    let document = try document(bytes)
    guard document.format == Self.format else {
      throw ScanFailure("\(path.text) is no baseline of format \(Self.format)")
    }
    guard document.findings.count <= Baseline.maximumEntries else {
      throw ScanFailure("\(path.text) has more than \(Baseline.maximumEntries) findings")
    }
    var entries: [Baseline.Entry] = []
    for finding in document.findings {
      guard let count = Int(exactly: finding.count), (1...1_000_000_000).contains(count) else {
        let words = "the count of this finding is no number from 1 to 1000000000"
        throw fault(bytes, BaselineLayout(bytes).entries[entries.count], words)
      }
      entries.append(
        Baseline.Entry(path: finding.path, rule: finding.rule, fingerprint: finding.fingerprint, count: count))
    }
    return Baseline(entries: entries, keyIdentifier: document.key)
  }

  private func document(_ bytes: [UInt8]) throws(ScanFailure) -> Document {
    do {
      return try JSONDecoder().decode(Document.self, from: Data(bytes))
    } catch {
      let layout = BaselineLayout(bytes)
      if let conflict = layout.conflict {
        throw fault(
          bytes, conflict,
          "two versions were merged and the conflict is not resolved: take one of them, then run --update-baseline")
      }
      if let stop = layout.stop { throw fault(bytes, stop, "this is no JSON") }
      guard let number = Self.entry(of: error), layout.entries.indices.contains(number) else {
        throw ScanFailure("\(path.text) is no baseline of format \(Self.format)")
      }
      throw fault(
        bytes, layout.entries[number],
        "a finding has a path, a rule, a fingerprint and a count; this one does not")
    }
  }

  /// The finding that could not be read, by its number.
  private static func entry(of error: any Error) -> Int? {
    guard let error = error as? DecodingError else { return nil }
    let context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
      }
    return context.codingPath.lazy.compactMap(\.intValue).first
  }

  private func fault(_ bytes: [UInt8], _ offset: Int, _ words: String) -> ScanFailure {
    var lines = LineIndex()
    let place = lines.place(of: offset, in: bytes.span, base: 0)
    return ScanFailure("\(path.text):\(place.line):\(place.column): \(words)")
  }

  public func write(_ entries: [Baseline.Entry], keyIdentifier: String) throws(ScanFailure) {
    let content = Array(Self.text(entries, keyIdentifier: keyIdentifier).utf8)
    try FileWriter.replace(path, mode: 0o644) { FileWriter.writeAll(content[...], to: $0) }
  }

  static func text(_ entries: [Baseline.Entry], keyIdentifier: String) -> String {
    let lines = entries.map { entry in
      "    "
        + JSONValue.object([
          ("path", .string(entry.path)), ("rule", .string(entry.rule)), ("count", .integer(entry.count)),
          ("fingerprint", .string(entry.fingerprint)),
        ]).compact
    }
    let list = lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]"
    return "{\n  \"format\": \(JSONValue.quoted(Self.format)),\n  \"key\": \(JSONValue.quoted(keyIdentifier)),\n"
      + "  \"findings\": \(list)\n}\n"
  }

  private struct Document: Decodable {
    struct Finding: Decodable {
      var path: String
      var rule: String
      var fingerprint: String
      /// A whole number; one that is too large for it could not be told by its place.
      var count: Double
    }
    var format: String
    var key: String
    var findings: [Finding]
  }
}

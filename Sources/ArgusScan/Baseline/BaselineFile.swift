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
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(reader.bytes[..<reader.count])),
      document.format == Self.format
    else { throw ScanFailure("\(path.text) is no baseline of format \(Self.format)") }
    guard document.findings.count <= Baseline.maximumEntries,
      document.findings.allSatisfy({ (1...1_000_000_000).contains($0.count) })
    else { throw ScanFailure("\(path.text) has too many findings, or a count out of range") }
    let entries = document.findings.map {
      Baseline.Entry(path: $0.path, rule: $0.rule, fingerprint: $0.fingerprint, count: $0.count)
    }
    return Baseline(entries: entries, keyIdentifier: document.key)
  }

  public func write(_ entries: [Baseline.Entry], keyIdentifier: String) throws(ScanFailure) {
    try FileWriter.create(
      path, Array(Self.text(entries, keyIdentifier: keyIdentifier).utf8), mode: 0o644, replaces: true)
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
      var count: Int
    }
    var format: String
    var key: String
    var findings: [Finding]
  }
}

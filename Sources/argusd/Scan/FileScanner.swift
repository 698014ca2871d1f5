import ArgusInspection
import ArgusKit
import FoundationEssentials
import Glibc

/// This is one file through the proxy's own inspection, with places turned into lines and columns.
struct FileScanner {
  static let maximumBytes = 1 << 30

  struct Result {
    var path: String
    var byteCount: Int
    var rows: [Row]
    /// Further places of findings, beyond what one inspection lists.
    var omittedCount: Int
  }

  /// One occurrence of one finding.
  struct Row {
    var path: String
    /// 1-based; 0 where the place is not in the text itself.
    var line: Int
    /// 1-based, in Unicode scalars.
    var column: Int
    var span: ByteSpan?
    var location: String
    var finding: Finding
  }

  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  let inspector: Inspector

  func scan(_ path: String) throws(Unreadable) -> Result {
    let bytes = try read(path)
    let subject = InspectionSubject(
      provider: .generic, contentType: Self.contentType(path), filename: path == "-" ? "" : path)
    let outcome = inspector.inspect(bytes.span, subject)
    if let reason = outcome.uninspectable { throw Unreadable(description: "it cannot be inspected: \(reason)") }
    var rows: [Row] = []
    for finding in outcome.decision.findings {
      for occurrence in finding.occurrences {
        rows.append(
          Row(
            path: path, line: 0, column: 0, span: occurrence.span, location: occurrence.location, finding: finding))
      }
    }
    rows.sort { ($0.span?.start ?? -1, $0.finding.ruleID) < ($1.span?.start ?? -1, $1.finding.ruleID) }
    var lines = LineIndex()
    for index in rows.indices {
      guard let start = rows[index].span?.start else { continue }
      (rows[index].line, rows[index].column) = lines.place(of: start, in: bytes)
    }
    return Result(path: path, byteCount: bytes.count, rows: rows, omittedCount: outcome.omittedOccurrences)
  }

  private func read(_ path: String) throws(Unreadable) -> [UInt8] {
    if path == "-" { return try readStandardInput() }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    guard size <= Self.maximumBytes else { throw Unreadable(description: "larger than 1 GiB") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Unreadable(description: "it cannot be read")
    }
    return Array(data)
  }

  private func readStandardInput() throws(Unreadable) -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // Safe: the call writes at most the chunk's own count.
      let count = chunk.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count == 0 { return all }
      if count < 0 {
        guard errno == EINTR else { throw Unreadable(description: "standard input cannot be read") }
        continue
      }
      guard all.count + count <= Self.maximumBytes else { throw Unreadable(description: "larger than 1 GiB") }
      all.append(contentsOf: chunk[..<count])
    }
  }

  /// JSON is read by its fields, everything else as text.
  static func contentType(_ path: String) -> String {
    let name = path.lowercased()
    let isJSON = [".json", ".jsonl", ".ndjson", ".ipynb"].contains { name.hasSuffix($0) }
    return isJSON ? "application/json" : path == "-" ? "" : "text/plain"
  }
}

/// This is the way from byte offsets to lines and columns, linear when asked in ascending order.
private struct LineIndex {
  private var offset = 0
  private var line = 1
  private var column = 1

  mutating func place(of target: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    if target < offset { self = LineIndex() }
    while offset < min(target, bytes.count) {
      if bytes[offset] == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if bytes[offset] & 0xC0 != 0x80 {
        // Continuation bytes of UTF-8 are no characters of their own.
        column += 1
      }
      offset += 1
    }
    return (line, column)
  }
}

import ArgusDaemon
import ArgusKit
import ArgusReports
import ArgusRules

/// This is what a scan prints: findings as they come, everything else at the end.
struct ScanReport {
  private(set) var strongest: Action?
  private(set) var unreadable: [(path: String, reason: String)] = []
  private var findingCount = 0
  private var fileCount = 0
  private var byteCount = 0
  private let format: ScanFormat

  init(format: ScanFormat) {
    self.format = format
    if format == .json { print("{\"findings\":[", terminator: "") }
  }

  mutating func add(_ result: FileScanner.Result) {
    fileCount += 1
    byteCount += result.byteCount
    if result.omittedCount > 0 {
      StandardError.write("\(Self.printable(result.path)): \(result.omittedCount) further places are not listed\n")
    }
    for row in result.rows {
      if let action = row.finding.action, !row.finding.isShadow { strongest = max(strongest ?? action, action) }
      switch format {
      case .text: print(text(row))
      case .jsonl: print(json(row))
      case .json: print(findingCount == 0 ? "" : ",", json(row), separator: "\n", terminator: "")
      }
      findingCount += 1
    }
  }

  mutating func add(unreadable path: String, reason: String) {
    unreadable.append((path, reason))
    StandardError.write("\(Self.printable(path)): \(reason)\n")
  }

  /// A file's name cannot move the cursor or forge a line.
  private static func printable(_ path: String) -> String {
    String(String.UnicodeScalarView(path.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
  }

  func finish(isQuiet: Bool) {
    if format == .json {
      let paths = unreadable.map { "\(JSONValue.quoted($0.path))" }.joined(separator: ",")
      print("\n],\"files\":\(fileCount),\"bytes\":\(byteCount),\"unreadable\":[\(paths)]}")
    }
    if format == .text, !isQuiet {
      let findings = findingCount == 1 ? "1 finding" : "\(findingCount) findings"
      let files = fileCount == 1 ? "1 file" : "\(fileCount) files"
      print("\(findings) in \(files), \(byteCount) bytes, \(unreadable.count) unreadable")
    }
  }

  private func text(_ row: FileScanner.Row) -> String {
    let finding = row.finding
    let path = Self.printable(row.path)
    let place = row.line > 0 ? "\(path):\(row.line):\(row.column)" : path
    let field = row.location.isEmpty || row.location == "body" ? "" : " at \(row.location)"
    return "\(place): \(finding.severity.rawValue) \(finding.type) \(finding.valuePreview)"
      + " [\(finding.ruleID.isEmpty ? finding.detector : finding.ruleID)] -> \(finding.action?.rawValue ?? "none")\(field)"
  }

  private func json(_ row: FileScanner.Row) -> String {
    let finding = row.finding
    let texts: [(String, String)] = [
      ("path", row.path), ("rule", finding.ruleID), ("type", finding.type), ("category", finding.detector),
      ("severity", finding.severity.rawValue), ("confidence", finding.confidence.rawValue),
      ("location", row.location), ("preview", finding.valuePreview), ("action", finding.action?.rawValue ?? "none"),
    ]
    let pairs =
      texts.map { "\"\($0.0)\":\(JSONValue.quoted($0.1))" } + [
        "\"line\":\(row.line)", "\"column\":\(row.column)", "\"offset\":\(row.span.map { "\($0.start)" } ?? "null")",
        "\"end\":\(row.span.map { "\($0.end)" } ?? "null")",
      ]
    return "{" + pairs.joined(separator: ",") + "}"
  }
}

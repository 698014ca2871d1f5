public import ArgusRules

/// This is the form of a report.
public enum ScanReportFormat: String, Sendable, Hashable, CaseIterable {
  case text, json, jsonl, sarif, junit, markdown, html
}

/// This is what a scan writes: the pieces of a document, in order.
public protocol ScanReport: Sendable {
  /// What stands before the first record.
  func head() -> String
  /// What one record adds; empty where the format tells it at the end.
  mutating func text(for record: ScanRecord) -> String
  /// What stands behind the last record.
  func tail(_ summary: ScanSummary) -> String
}

extension ScanReport {
  public func head() -> String { "" }
  public func tail(_ summary: ScanSummary) -> String { "" }
}

extension ScanReportFormat {
  /// - Parameters:
  ///   - rules: The rules of the scan, for formats that describe them.
  ///   - version: The program's.
  ///   - isQuiet: Whether the text form goes without its summary.
  public func report(rules: [Rule], version: String, isQuiet: Bool = false) -> any ScanReport {
    switch self {
    case .text: TextReport(isQuiet: isQuiet)
    case .json: JSONReport()
    case .jsonl: JSONLinesReport()
    case .sarif: SARIFReport(rules: rules, version: version)
    case .junit: JUnitScanReport()
    case .markdown: MarkdownReport()
    case .html: HTMLReport(rules: rules, version: version)
    }
  }
}

/// This is a bound on records that a format keeps until its end; what comes after them is counted.
enum KeptRecords {
  static let maximum = 50_000
}

/// A file's name cannot move the cursor or forge a line.
enum PrintablePath {
  static func text(_ path: String) -> String {
    guard path.unicodeScalars.contains(where: isControl) else { return path }
    return String(String.UnicodeScalarView(path.unicodeScalars.map { isControl($0) ? "?" : $0 }))
  }

  /// The controls of ASCII and Latin 1, and the marks that turn the direction of text.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
    default: false
    }
  }
}

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

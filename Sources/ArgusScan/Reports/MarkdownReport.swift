import ArgusKit
import ArgusReports

/// This is a table in Markdown, for the comment of a review.
struct MarkdownReport: ScanReport {
  /// Longer comments are refused by the services that show them.
  private static let maximumRows = 200

  private var table = MarkdownTable(headings: [
    ("place", .left), ("severity", .left), ("type", .left), ("value", .left), ("rule", .left), ("action", .left),
  ])
  private var omitted = 0

  mutating func text(for record: ScanRecord) -> String {
    guard record.counts else { return "" }
    guard table.rows.count < Self.maximumRows else {
      omitted += 1
      return ""
    }
    let place = record.line > 0 ? "\(record.path):\(record.line)" : record.path
    table.rows.append([
      PrintablePath.text(place), record.finding.severity.rawValue, record.finding.type, record.finding.valuePreview,
      record.ruleID, record.finding.action?.rawValue ?? "none",
    ])
    return ""
  }

  func tail(_ summary: ScanSummary) -> String {
    var parts: [String] = []
    if !table.rows.isEmpty { parts.append(table.text) }
    if omitted > 0 { parts.append("\(omitted) further findings are not listed.\n") }
    if !summary.unreadable.isEmpty {
      let paths = summary.unreadable.prefix(20).map { MarkdownTable.escaped(PrintablePath.text($0.path)) }
      parts.append("Unreadable: \(paths.joined(separator: ", "))\n")
    }
    parts.append(MarkdownTable.escaped(summary.text) + "\n")
    return parts.joined(separator: "\n")
  }
}

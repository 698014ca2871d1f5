import ArgusKit
import ArgusReports

/// This is a JUnit report: a failed test for each finding, a skipped one for each that is allowed, an error for each
/// file that cannot be read, and one that passed where there is none of them.
struct JUnitScanReport: ScanReport {
  private var report = JUnitReport(suite: "argusd scan")
  private var omitted = 0

  mutating func text(for record: ScanRecord) -> String {
    guard report.cases.count < KeptRecords.maximum else {
      omitted += 1
      return ""
    }
    let place = record.line > 0 ? "\(record.path):\(record.line):\(record.column)" : record.path
    var entry = JUnitReport.Case(name: "\(record.ruleID) at \(place)", className: record.path)
    if let suppression = record.suppression {
      entry.skipped = suppression.kind == .baseline ? "known to the baseline" : "allowed: \(suppression.reason)"
    } else if record.finding.isShadow {
      entry.skipped = "the rule is on trial"
    } else {
      let finding = record.finding
      entry.failure = JUnitReport.Failure(
        message: "\(finding.severity.rawValue) \(finding.type) \(finding.valuePreview)",
        details: "\(place)\naction \(finding.action?.rawValue ?? "none"), location \(record.location),"
          + " fingerprint \(record.fingerprint)" + (record.note.map { "\n\($0)" } ?? ""))
    }
    report.cases.append(entry)
    return ""
  }

  func tail(_ summary: ScanSummary) -> String {
    var report = report
    for (path, reason) in summary.unreadable {
      var entry = JUnitReport.Case(name: "\(path) can be read", className: path)
      entry.error = JUnitReport.Failure(message: reason)
      report.cases.append(entry)
    }
    if omitted > 0 {
      var entry = JUnitReport.Case(name: "further findings", className: "argusd scan")
      entry.failure = JUnitReport.Failure(message: "\(omitted) further findings are not listed")
      report.cases.append(entry)
    }
    if report.cases.isEmpty { report.cases.append(JUnitReport.Case(name: "no findings", className: "argusd scan")) }
    return report.xml
  }
}

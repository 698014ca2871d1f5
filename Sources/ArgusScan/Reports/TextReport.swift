import ArgusKit

/// This is one line a finding, for people; what is allowed is only counted.
struct TextReport: ScanReport {
  let isQuiet: Bool

  func text(for record: ScanRecord) -> String {
    guard record.suppression == nil else { return "" }
    let finding = record.finding
    let path = PrintablePath.text(record.path)
    let place = record.line > 0 ? "\(path):\(record.line):\(record.column)" : path
    let location = PrintablePath.text(record.location)
    let field = location.isEmpty || location == "body" ? "" : " at \(location)"
    let steps = record.decoding.isEmpty ? "" : " (\(record.decoding.joined(separator: " > ")))"
    let trial = finding.isShadow ? " on trial" : ""
    let note = record.note.map { "; \($0)" } ?? ""
    return "\(place): \(finding.severity.rawValue) \(finding.type) \(finding.valuePreview)"
      + " [\(record.ruleID)] -> \(finding.action?.rawValue ?? "none")\(trial)\(field)\(steps)\(note)\n"
  }

  func tail(_ summary: ScanSummary) -> String { isQuiet ? "" : summary.text + "\n" }
}

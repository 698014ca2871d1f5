import ArgusKit
import ArgusReports

/// This is one JSON object a line and a line a finding. `docs/scan.md` and `docs/schema/scan-record.json` describe it.
struct JSONLinesReport: ScanReport {
  func text(for record: ScanRecord) -> String { record.json.compact + "\n" }
}

/// This is one JSON document: all records, then what the scan comes to.
struct JSONReport: ScanReport {
  private var isFirst = true

  func head() -> String { "{\"findings\":[" }

  mutating func text(for record: ScanRecord) -> String {
    defer { isFirst = false }
    return (isFirst ? "\n" : ",\n") + record.json.compact
  }

  func tail(_ summary: ScanSummary) -> String {
    let skipped = SkipReason.allCases.map { ($0.rawValue, JSONValue.integer(summary.skipped[$0] ?? 0)) }
    let members: [(String, JSONValue)] = [
      ("files", .integer(summary.fileCount)), ("bytes", .integer(summary.byteCount)),
      ("counted", .integer(summary.findingCount)), ("suppressed", .integer(summary.suppressedCount)),
      ("shadow", .integer(summary.shadowCount)), ("omitted", .integer(summary.omittedCount)),
      ("skipped", .object(skipped)), ("unreadable", .strings(summary.unreadable.map(\.path))),
    ]
    return "\n]," + JSONValue.object(members).compact.dropFirst() + "\n"
  }
}

extension ScanRecord {
  /// The record as an interface: keys are added, never renamed.
  var json: JSONValue {
    let hasPlace = line > 0
    return .object([
      ("path", .string(path)), ("line", hasPlace ? .integer(line) : .null),
      ("column", hasPlace ? .integer(column) : .null), ("end_line", hasPlace ? .integer(endLine) : .null),
      ("end_column", hasPlace ? .integer(endColumn) : .null), ("offset", span.map { .integer($0.start) } ?? .null),
      ("end", span.map { .integer($0.end) } ?? .null), ("rule", .string(ruleID)), ("type", .string(finding.type)),
      ("category", .string(finding.detector)), ("severity", .string(finding.severity.rawValue)),
      ("confidence", .string(finding.confidence.rawValue)), ("location", .string(location)),
      ("decoding", .strings(decoding)), ("preview", .string(finding.valuePreview)),
      ("fingerprint", .string(fingerprint)), ("action", .string(finding.action?.rawValue ?? "none")),
      ("shadow", .boolean(finding.isShadow)), ("suppressed", suppression.map(Self.value) ?? .null),
      ("note", note.map(JSONValue.string) ?? .null),
    ])
  }

  private static func value(_ suppression: Suppression) -> JSONValue {
    .object([
      ("kind", .string(suppression.kind.rawValue)), ("reason", .string(suppression.reason)),
      ("until", suppression.until.map(JSONValue.string) ?? .null),
    ])
  }
}

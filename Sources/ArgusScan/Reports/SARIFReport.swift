import ArgusKit
import ArgusReports
import ArgusRules

/// This is a SARIF 2.1.0 log, for code-scanning services and editors.
struct SARIFReport: ScanReport {
  private var log: SARIFLog
  private let rules: [String: Rule]
  private var listed: Set<String> = []
  private var omitted = 0

  init(rules: [Rule], version: String) {
    log = SARIFLog(toolVersion: version)
    self.rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func text(for record: ScanRecord) -> String {
    guard log.results.count < KeptRecords.maximum else {
      omitted += 1
      return ""
    }
    let id = record.ruleID
    if listed.insert(id).inserted { log.rules.append(Self.entry(id, rules[id], record)) }
    var place = SARIFLog.Place(path: record.path, line: record.line, column: record.column)
    (place.endLine, place.endColumn) = (record.endLine, record.endColumn)
    place.byteOffset = record.span?.start
    place.byteLength = record.span?.count
    var result = SARIFLog.Result(
      ruleID: id, level: record.finding.isShadow ? .note : Self.level(record.finding.severity),
      message: message(record), place: place)
    result.fingerprints = [("argus/v1", record.fingerprint)]
    if let suppression = record.suppression {
      result.suppression = suppression.kind == .baseline ? "known to the baseline" : suppression.reason
      result.suppressionKind = suppression.kind == .baseline ? .external : .inSource
    }
    result.properties = [
      ("action", .string(record.finding.action?.rawValue ?? "none")),
      ("confidence", .string(record.finding.confidence.rawValue)), ("location", .string(record.location)),
      ("decoding", .strings(record.decoding)), ("preview", .string(record.finding.valuePreview)),
      ("shadow", .boolean(record.finding.isShadow)),
    ]
    log.results.append(result)
    return ""
  }

  func tail(_ summary: ScanSummary) -> String {
    var log = log
    log.failures = summary.unreadable.map { path, reason in
      SARIFLog.Result(ruleID: "", level: .error, message: reason, place: SARIFLog.Place(path: path))
    }
    if omitted > 0 {
      log.failures.append(
        SARIFLog.Result(ruleID: "", level: .error, message: "\(omitted) further findings are not listed"))
    }
    return log.json.indented + "\n"
  }

  private func message(_ record: ScanRecord) -> String {
    let name = rules[record.ruleID]?.name ?? record.finding.type
    let note = record.note.map { " (\($0))" } ?? ""
    return "\(name): \(record.finding.valuePreview)\(note)"
  }

  private static func entry(_ id: String, _ rule: Rule?, _ record: ScanRecord) -> SARIFLog.Rule {
    SARIFLog.Rule(
      id: id, name: rule?.name ?? record.finding.type, description: rule?.description ?? "",
      level: level(rule?.severity ?? record.finding.severity), helpURI: rule?.references.first,
      tags: ["security", record.finding.detector, record.finding.type])
  }

  private static func level(_ severity: Severity) -> SARIFLog.Level {
    switch severity {
    case .critical, .high: .error
    case .warning: .warning
    case .info: .note
    }
  }
}

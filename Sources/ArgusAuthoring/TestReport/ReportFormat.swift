/// This is the forms in which the toolchain writes its reports.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  case text, json, jsonl, junit, markdown, sarif
}

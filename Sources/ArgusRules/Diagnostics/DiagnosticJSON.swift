public import ArgusReports

/// This is the machine-readable form of diagnostics: one JSON object each, keys in a fixed order.
///
/// Absent parts are left out, never `null`.
public enum DiagnosticJSON {
  public static func value(_ diagnostic: Diagnostic) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("code", .string(diagnostic.code)), ("severity", .string(diagnostic.severity.rawValue)),
    ]
    if let location = diagnostic.location {
      members += [
        ("file", .string(location.file)), ("line", .integer(location.line)), ("column", .integer(location.column)),
        ("length", .integer(diagnostic.length)),
      ]
    }
    members.append(("message", .string(diagnostic.message)))
    if let hint = diagnostic.hint { members.append(("hint", .string(hint))) }
    if let rule = diagnostic.ruleID { members.append(("rule", .string(rule))) }
    if let line = diagnostic.sourceLine { members.append(("source_line", .string(line))) }
    return .object(members)
  }

  /// An array, one object a line.
  public static func array(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "[]" }
    return "[\n" + diagnostics.map { "  " + value($0).compact }.joined(separator: ",\n") + "\n]"
  }
}

/// This is the machine-readable form of diagnostics: one JSON object each, keys in a fixed order.
///
/// Absent parts are left out, never `null`.
public enum DiagnosticJSON {
  /// One object on one line.
  public static func object(_ diagnostic: Diagnostic) -> String {
    var members = [
      "\"code\":" + string(diagnostic.code),
      "\"severity\":" + string(diagnostic.severity.rawValue),
    ]
    if let location = diagnostic.location {
      members.append("\"file\":" + string(location.file))
      members.append("\"line\":\(location.line)")
      members.append("\"column\":\(location.column)")
      members.append("\"length\":\(diagnostic.length)")
    }
    members.append("\"message\":" + string(diagnostic.message))
    if let hint = diagnostic.hint { members.append("\"hint\":" + string(hint)) }
    if let rule = diagnostic.ruleID { members.append("\"rule\":" + string(rule)) }
    if let line = diagnostic.sourceLine { members.append("\"source_line\":" + string(line)) }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// An array, one object a line.
  public static func array(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "[]" }
    return "[\n" + diagnostics.map { "  " + object($0) }.joined(separator: ",\n") + "\n]"
  }

  /// `text` as a JSON string with its quotes.
  public static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

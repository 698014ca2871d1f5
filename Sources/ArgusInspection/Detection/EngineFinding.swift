import ArgusKit
import ArgusRules

/// This is findings that tell of inspection itself; none of them holds a value.
enum EngineFinding {
  private static let detector = "argus"

  /// A body that cannot be read as what it claims to be.
  static func uninspectable(_ verdict: UninspectableVerdict) -> Finding {
    finding("uninspectable", action: verdict == .block ? .block : .alert, location: "body")
  }

  /// A detector, or the matcher itself, failed.
  static func scanError(_ mode: FailMode, detector name: String) -> Finding {
    finding("scan_error", action: action(mode), location: "detector \(name)")
  }

  /// A rule whose outcome nobody knows; a shadow rule's never acts.
  static func unknown(_ rule: Rule, _ mode: FailMode, generation: UInt64) -> Finding {
    var finding = finding("scan_error", action: action(mode), location: "rule \(rule.id)")
    finding.ruleID = rule.id
    finding.generation = generation
    finding.isShadow = rule.mode == .shadow
    return finding
  }

  private static func action(_ mode: FailMode) -> Action { mode == .closed ? .block : .log }

  private static func finding(_ type: String, action: Action, location: String) -> Finding {
    Finding(
      detector: detector, type: type, severity: .high, confidence: .high, valuePreview: "",
      matchedValue: Sensitive(""), action: action,
      occurrences: [Finding.Occurrence(location: location, span: nil)])
  }
}

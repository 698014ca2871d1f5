import ArgusKit

/// This is what a person reads when a request was refused: types, places and rules, never values.
public struct BlockExplanation: Sendable, CustomStringConvertible {
  /// Findings named one by one; the others are counted.
  private static let maximumNamed = 5

  /// One paragraph.
  public let text: String

  public init(_ outcome: InspectionOutcome) {
    var live = outcome.decision.findings.filter { !$0.isShadow && ($0.action ?? .log) >= .redact }
    // What blocked comes first; within that, the outcome's own order.
    live = live.filter { $0.action == .block } + live.filter { $0.action != .block }
    var sentences: [String] = []
    if let reason = outcome.uninspectable {
      sentences.append("Argus blocked this request: its body cannot be inspected (\(reason)).")
    } else {
      sentences.append("Argus blocked this request.")
    }
    let named = live.filter { $0.type != "uninspectable" }
    if !named.isEmpty {
      var list = named.prefix(Self.maximumNamed).map(Self.describe).joined(separator: "; ")
      if named.count > Self.maximumNamed { list += "; and \(named.count - Self.maximumNamed) more" }
      sentences.append("It contains \(list).")
    } else if outcome.uninspectable == nil, !outcome.decision.reason.isEmpty {
      sentences.append("Reason: \(outcome.decision.reason).")
    }
    sentences.append("No part of it was sent.")
    if let rule = named.first(where: { !$0.ruleID.isEmpty })?.ruleID {
      sentences.append("To see the rule: \(Self.command(forRule: rule))")
    }
    text = sentences.joined(separator: " ")
  }

  public var description: String { text }

  /// The command that explains a rule.
  public static func command(forRule id: String) -> String { "argusd rules show \(id)" }

  private static func describe(_ finding: Finding) -> String {
    var text = finding.type
    if let place = finding.occurrences.first?.location, !place.isEmpty { text += " at \(place)" }
    if finding.count > 1 { text += " and \(finding.count - 1) more place\(finding.count == 2 ? "" : "s")" }
    return finding.ruleID.isEmpty ? text : text + " (rule \(finding.ruleID))"
  }
}

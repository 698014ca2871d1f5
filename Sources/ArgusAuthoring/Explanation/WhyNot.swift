import ArgusInspection
import ArgusKit
import ArgusMatcher
public import ArgusReports
import ArgusRules

/// This is the answer to why a rule does not report a text, or the proof that it does.
public struct WhyNot: Sendable {
  public let ruleID: String
  /// The rule's own matches.
  public let matches: [MatchExplanation]
  /// Where there is none: how far each pattern gets.
  public private(set) var progress: [String] = []

  public var isReported: Bool { matches.contains(where: \.isFinding) }

  /// - Parameter rule: the id of a rule of the judge's generation.
  /// - Returns: nil where there is no such rule.
  public init?(_ rule: String, _ text: [UInt8], _ judge: TextJudge, filename: String = "", reveals: Bool = false) {
    let rules = judge.generation.rules
    guard let index = rules.firstIndex(where: { $0.id == rule }) else { return nil }
    ruleID = rule
    matches = judge.judgements(in: text, filename: filename).filter { $0.rule == index }
      .map { MatchExplanation($0, rules, reveals: reveals) }
    guard matches.isEmpty else { return }
    for (number, pattern) in rules[index].patterns.enumerated() {
      let name = rules[index].patterns.count > 1 ? "pattern \(number + 1)" : "the pattern"
      for sentence in PatternProgress(pattern, in: text).sentences { progress.append("\(name): \(sentence)") }
    }
  }

  public var text: String {
    if matches.isEmpty {
      return "\(ruleID) does not match\n" + progress.map { "  STOP  \($0)\n" }.joined()
        + "  => not reported: the pattern decided\n"
    }
    return matches.map(\.text).joined()
  }

  public var json: JSONValue {
    .object([
      ("rule", .string(ruleID)), ("reported", .boolean(isReported)), ("matches", .array(matches.map(\.json))),
      ("pattern", .strings(progress)),
    ])
  }
}

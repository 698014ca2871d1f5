import ArgusInspection
import ArgusKit
import ArgusMatcher
public import ArgusRules

/// This is the search for rules and patterns that can never report anything, because their own checks, context or
/// allow list stop every match.
///
/// A rule is alive when one of its examples, or one text made from its pattern, passes its own gates. That another rule
/// reports the same value proves nothing about this one.
public struct LivenessProof {
  let judge: TextJudge
  /// The ids of the rules that are proven; the others are only company.
  let judged: Set<String>
  private static let samplesPerPattern = 48

  public init(judge: TextJudge, judged: Set<String>) {
    self.judge = judge
    self.judged = judged
  }

  public func run() -> [Diagnostic] {
    let rules = judge.generation.rules
    let byID = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return rules.indices.filter { judged.contains(rules[$0].id) }.flatMap { diagnostics(for: $0, byID) }
  }

  private struct Evidence {
    var matched = 0
    var passed = 0
    /// How often each gate stopped a match, and what it saw the first time.
    var closed: [Gate: (count: Int, words: String)] = [:]

    mutating func add(_ judgement: JudgementTrace.Judgement) {
      matched += 1
      guard let gate = judgement.closedGate, !judgement.passesOwnGates else {
        passed += 1
        return
      }
      let words = judgement.readings.first { $0.gate == gate }?.words ?? ""
      closed[gate] = ((closed[gate]?.count ?? 0) + 1, closed[gate]?.words ?? words)
    }
  }

  private func diagnostics(for index: Int, _ byID: [String: Rule]) -> [Diagnostic] {
    let rule = judge.generation.rules[index]
    var evidence = [Evidence](repeating: Evidence(), count: rule.patterns.count)
    collect(rule.examples.match.map { Array($0.text.utf8) }, index, &evidence)
    let isProven = evidence.contains { $0.passed > 0 }
    if evidence.allSatisfy({ $0.passed > 0 }) { return [] }
    let samples = RuleSamples.complete(rule, count: Self.samplesPerPattern, among: byID).samples
    // What an example has shown of a pattern needs no second proof.
    let open = samples.filter { evidence.indices.contains($0.pattern) && evidence[$0.pattern].passed == 0 }
    collect(open.map(\.text), index, &evidence)
    guard evidence.contains(where: { $0.passed > 0 }) else { return [dead(rule, evidence)] }
    var found: [Diagnostic] = []
    if !isProven, !rule.examples.match.isEmpty {
      found.append(
        Self.diagnostic(
          .exampleOfAnotherRule, .warning, rule, rule.examples.match.first?.location,
          "no example of `\(rule.id)` is reported by the rule itself",
          hint: "another rule reports the examples' values; add an example that only this rule can report"))
    }
    for (number, pattern) in rule.patterns.enumerated()
    where evidence[number].matched > 0 && evidence[number].passed == 0 {
      found.append(
        Self.diagnostic(
          .deadPattern, .warning, rule, pattern.location,
          "pattern \(number + 1) of `\(rule.id)` never passes the rule's own checks: \(Self.cause(evidence[number], rule))",
          hint: "mend the pattern or the check, or prove it by an example of its own"))
    }
    return found
  }

  private func collect(_ texts: [[UInt8]], _ rule: Int, _ evidence: inout [Evidence]) {
    for text in texts {
      for judgement in judge.judgements(in: text) where judgement.rule == rule {
        evidence[judgement.pattern].add(judgement)
      }
    }
  }

  private func dead(_ rule: Rule, _ evidence: [Evidence]) -> Diagnostic {
    let matched = evidence.reduce(0) { $0 + $1.matched }
    var all = Evidence()
    for part in evidence {
      all.matched += part.matched
      for (gate, seen) in part.closed {
        all.closed[gate] = ((all.closed[gate]?.count ?? 0) + seen.count, all.closed[gate]?.words ?? seen.words)
      }
    }
    let message =
      matched == 0
      ? "`\(rule.id)` is dead: its pattern matches none of its examples, nor any text made from it"
      : "`\(rule.id)` is dead: none of \(matched) matches in its examples and in texts made from its pattern passes its"
        + " own checks: \(Self.cause(all, rule))"
    return Self.diagnostic(
      .deadRule, .error, rule, rule.location, message,
      hint: "`argusd rules why-not --rule \(rule.id) TEXT` shows each gate with what it saw")
  }

  private static func cause(_ evidence: Evidence, _ rule: Rule) -> String {
    let first = evidence.closed.sorted {
      ($0.value.count, $1.key.title(in: rule)) > ($1.value.count, $0.key.title(in: rule))
    }
    return first.prefix(3).map { gate, seen in
      "\(gate.title(in: rule)) stops \(seen.count)\(seen.words.isEmpty ? "" : " (\(seen.words))")"
    }.joined(separator: "; ")
  }

  private static func diagnostic(
    _ code: ProofCode, _ severity: Diagnostic.Severity, _ rule: Rule, _ location: SourceLocation?, _ message: String,
    hint: String
  ) -> Diagnostic {
    Diagnostic(
      code: code.rawValue, severity: severity, location: location ?? rule.location, message: message, hint: hint,
      ruleID: rule.id)
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
public import ArgusRules

/// This is what the examples of a ruleset showed.
public struct ExampleReport: Sendable {
  public var exampleCount = 0
  public var failures: [Diagnostic] = []

  public init() {}

  /// The report of examples that all hold.
  init(countOf rules: [Rule]) {
    exampleCount = rules.reduce(0) { $0 + $1.examples.match.count + $1.examples.noMatch.count }
  }
}

/// This is the proof of a ruleset by its own examples, each through the whole pipeline as a text of its own.
struct ExampleRunner {
  private let inspector: Inspector
  private let rules: [Rule]

  init(generation: RulesetGeneration) {
    // Everything is only logged: an example shows what is found, not what the operator does about it.
    let settings = InspectionSettings(policy: Policy(defaultAction: .log, bySeverity: [:]))
    inspector = Inspector(generation: generation, settings: settings)
    rules = generation.rules
  }

  func run() -> ExampleReport {
    var report = ExampleReport()
    for rule in rules {
      for example in rule.examples.match {
        report.exampleCount += 1
        if let failure = check(example, of: rule) { report.failures.append(failure) }
      }
      for example in rule.examples.noMatch {
        report.exampleCount += 1
        if findings(in: example.text).contains(where: { $0.ruleID == rule.id }) {
          report.failures.append(unwanted(example, of: rule))
        }
      }
    }
    return report
  }

  private func unwanted(_ example: RuleExamples.Negative, of rule: Rule) -> Diagnostic {
    failure(
      "AR0402", rule, example.location, "a `no_match` example of `\(rule.id)` is reported",
      hint: (example.why.isEmpty ? "" : "it should not be: \(example.why); ")
        + "narrow the pattern (`argusd rules list --rule \(rule.id)` shows it), or add a check or an `allow` entry")
  }

  private func check(_ example: RuleExamples.Positive, of rule: Rule) -> Diagnostic? {
    let found = findings(in: example.text)
    // Where a more specific rule reports the same value, the value is still stopped: the example holds.
    let own = found.filter { $0.ruleID == rule.id }
    guard let value = example.value else { return found.isEmpty ? missing(example, of: rule) : nil }
    let reported = (own.isEmpty ? found : own).contains { finding in
      finding.matchedValue.withExposed { own.isEmpty ? $0.contains(value) || value.contains($0) : $0 == value }
    }
    if reported { return nil }
    if own.isEmpty { return missing(example, of: rule) }
    return failure(
      "AR0403", rule, example.location, "`\(rule.id)` reports another value than its example says",
      hint: "the rule's `value` group is what is reported; compare `argusd rules list --rule \(rule.id)`")
  }

  private func missing(_ example: RuleExamples.Positive, of rule: Rule) -> Diagnostic {
    failure(
      "AR0401", rule, example.location, "a `match` example of `\(rule.id)` is not reported",
      hint: "either the pattern does not match (`argusd rules list --rule \(rule.id)` shows it) or `checks`, `context`,"
        + " `requires`, `scope` or `allow` drops the match; `argusd scan -` on the text shows what is found")
  }

  private func findings(in text: String) -> [Finding] {
    let subject = InspectionSubject(provider: .generic, contentType: "text/plain")
    return inspector.inspect(Array(text.utf8).span, subject).decision.findings
  }

  private func failure(
    _ code: String, _ rule: Rule, _ location: SourceLocation, _ message: String, hint: String
  ) -> Diagnostic {
    Diagnostic(code: code, location: location, message: message, hint: hint, ruleID: rule.id)
  }
}

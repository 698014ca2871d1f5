import ArgusInspection
import ArgusKit
import ArgusMatcher
public import ArgusRules

/// This is what the examples of a ruleset showed.
public struct ExampleReport: Sendable {
  public var exampleCount = 0
  public var failures: [Diagnostic] = []

  public init() {}
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
          report.failures.append(
            failure("AR0402", rule, example.location, "a `no_match` example of `\(rule.id)` is reported", example.why))
        }
      }
    }
    return report
  }

  private func check(_ example: RuleExamples.Positive, of rule: Rule) -> Diagnostic? {
    let found = findings(in: example.text)
    // Where a more specific rule reports the same value, the value is still stopped: the example holds.
    let own = found.filter { $0.ruleID == rule.id }
    guard let value = example.value else {
      return found.isEmpty
        ? failure("AR0401", rule, example.location, "a `match` example of `\(rule.id)` is not reported") : nil
    }
    let reported = (own.isEmpty ? found : own).contains { finding in
      finding.matchedValue.withExposed { own.isEmpty ? $0.contains(value) || value.contains($0) : $0 == value }
    }
    if reported { return nil }
    return own.isEmpty
      ? failure("AR0401", rule, example.location, "a `match` example of `\(rule.id)` is not reported")
      : failure("AR0403", rule, example.location, "`\(rule.id)` reports another value than its example says")
  }

  private func findings(in text: String) -> [Finding] {
    let subject = InspectionSubject(provider: .generic, contentType: "text/plain")
    return inspector.inspect(Array(text.utf8).span, subject).decision.findings
  }

  private func failure(
    _ code: String, _ rule: Rule, _ location: SourceLocation, _ message: String, _ hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      code: code, location: location, message: message, hint: hint ?? "see what decides with `argusd rules test`",
      ruleID: rule.id)
  }
}

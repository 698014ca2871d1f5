import ArgusInspection
import ArgusKit
import ArgusRules
import Testing

@Suite struct PolicyTests {
  private static func traits(
    rule: String = "aws.key", type: String = "aws_key", category: String = "secrets", severity: Severity = .high,
    confidence: Confidence = .medium, location: String = "messages[0].content", ruleAction: Action? = nil
  ) -> Policy.Traits {
    Policy.Traits(
      ruleID: rule, type: type, category: category, severity: severity, confidence: confidence, location: location,
      ruleAction: ruleAction)
  }

  private func action(_ policy: Policy, _ traits: Policy.Traits) -> Action {
    policy.action(for: traits, provider: .anthropic, direction: .request)
  }

  @Test func shippedPolicyRedactsCriticalFindingsAndAlertsOnOthers() {
    #expect(action(Policy(), Self.traits(severity: .critical)) == .redact)
    for severity in [Severity.high, .warning, .info] {
      #expect(action(Policy(), Self.traits(severity: severity)) == .alert)
    }
  }

  @Test func entryThenRuleThenSeverityThenDefaultDecides() {
    var policy = Policy(defaultAction: .log, bySeverity: [.high: .alert])
    #expect(action(policy, Self.traits(severity: .info)) == .log)
    #expect(action(policy, Self.traits()) == .alert)
    #expect(action(policy, Self.traits(ruleAction: .redact)) == .redact)
    policy.entries = [.init(action: .block), .init(action: .log)]
    #expect(action(policy, Self.traits(ruleAction: .redact)) == .block)
  }

  static let criteria: [(Policy.Entry, matches: Bool)] = [
    (.init(rules: ["aws.key"], action: .block), true), (.init(rules: ["aws.other"], action: .block), false),
    (.init(types: ["x", "aws_key"], action: .block), true), (.init(types: ["x"], action: .block), false),
    (.init(categories: ["secrets"], action: .block), true), (.init(categories: ["pii"], action: .block), false),
    (.init(severities: [.high], action: .block), true), (.init(severities: [.critical], action: .block), false),
    (.init(confidences: [.medium], action: .block), true), (.init(confidences: [.high], action: .block), false),
    (.init(providers: [.anthropic], action: .block), true), (.init(providers: [.openai], action: .block), false),
    (.init(directions: [.request], action: .block), true), (.init(directions: [.response], action: .block), false),
    (.init(fields: ["messages*"], action: .block), true), (.init(fields: ["system*"], action: .block), false),
    (.init(types: ["aws_key"], severities: [.info], action: .block), false),
  ]

  @Test(arguments: criteria.indices)
  func eachCriterionMustMatch(row: Int) {
    let (entry, matches) = Self.criteria[row]
    #expect(action(Policy(entries: [entry]), Self.traits()) == (matches ? .block : .alert))
  }

  @Test(arguments: [(Action.log, false), (.alert, false), (.block, true)])
  func verdictFollowsTheStrongestAction(action: Action, blocks: Bool) throws {
    let settings = InspectionSettings(policy: Policy(entries: [.init(types: ["canary"], action: action)]))
    let outcome = try TestRules.inspector(settings: settings).inspect("[\"\(canary)\"]")
    #expect(outcome.decision.action == action)
    #expect(outcome.isBlocked == blocks)
    #expect(outcome.isForwarded == !blocks)
    #expect(outcome.decision.reason == "canary ([0])")
  }

  @Test func nothingFoundIsNoAction() throws {
    let outcome = try TestRules.inspector().inspect("[]")
    #expect(outcome.decision.action == nil)
    #expect(outcome.decision.reason == "")
  }

  @Test func aFieldEntryActsOnAllPlacesOfTheValue() throws {
    let policy = Policy(defaultAction: .log, bySeverity: [:], entries: [.init(fields: ["b"], action: .redact)])
    let text = "{\"a\":\"\(canary)\",\"b\":\"\(canary)\"}"
    let outcome = try TestRules.inspector(settings: InspectionSettings(policy: policy)).inspect(text)
    #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
  }

  @Test func shadowFindingsAreReportedAndNeverAct() throws {
    let shadow = TestRules.rule("t.shadow", "CANARY-[A-Z0-9]{8}", type: "shadowed") {
      $0.mode = .shadow
      $0.action = .block
    }
    let outcome = try TestRules.inspector([shadow]).inspect("[\"\(canary)\"]")
    #expect(outcome.isForwarded)
    #expect(outcome.decision.action == nil)
    #expect(outcome.decision.findings.map(\.isShadow) == [true])
  }

  @Test func findingsAreOrderedBySeverityThenPlace() throws {
    let rules = [
      TestRules.rule("w", "WARN[0-9]", severity: .warning), TestRules.rule("h", "HIGH[0-9]", severity: .high),
    ]
    let outcome = try TestRules.inspector(rules).inspect(#"["WARN1","HIGH2","WARN3","HIGH4"]"#)
    #expect(outcome.locations == ["[1]", "[3]", "[0]", "[2]"])
  }
}

import ArgusAuthoring
import ArgusMatcher
import ArgusRules
import Testing

@Suite struct CostTests {
  private func cost(_ id: String, _ nanoseconds: Double, spread: ClosedRange<Double>? = nil) -> RuleCost {
    RuleCost(
      ruleID: id, compileMilliseconds: 1, databaseBytes: 2_048, nanosecondsPerByte: nanoseconds,
      spread: spread ?? nanoseconds...nanoseconds, callbacksPerMiB: 3, confirmNanosecondsPerMiB: 4, tier: .automaton,
      maximumWidth: 20, minimumWidth: 20, holdBack: 21)
  }

  @Test func theDearestRuleComesFirstAndTheLimitIsAGate() {
    let report = CostReport([cost("a.cheap", 0.1), cost("b.dear", 0.7)], limit: 0.5)
    #expect(report.costs.map(\.ruleID) == ["b.dear", "a.cheap"])
    #expect(report.tooDear.map(\.ruleID) == ["b.dear"])
    #expect(report.rendered(.csv).split(separator: "\n").map { $0.split(separator: ",").count } == [12, 12, 12])
    #expect(report.rendered(.json).contains("\"too_dear\""))
    #expect(report.rendered(.markdown, top: 1).contains("a.cheap") == false)
  }

  @Test func everyRuleIsMeasuredAlone() throws {
    let rules = TestPack.load(
      TestPack.rule("test.one", #"\btok_[0-9]{12}\b"#, match: "tok_319027538461")
        + TestPack.rule("test.two", #"key=\S+"#, match: "key=1")
    ).ruleSet.rules
    var meter = RuleMeter()
    meter.rounds = 1
    let costs = try meter.measure(rules)
    #expect(costs.map(\.ruleID) == ["test.one", "test.two"])
    #expect(costs.map(\.maximumWidth) == [16, nil])
    #expect(costs.map(\.holdBack) == [17, nil], "a byte more tells whether the last `\\b` holds")
    #expect(costs.allSatisfy { $0.databaseBytes > 0 && $0.nanosecondsPerByte > 0 && $0.compileMilliseconds > 0 })
  }
}

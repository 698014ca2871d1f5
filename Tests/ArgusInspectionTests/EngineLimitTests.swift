import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

/// What the engine gives up on is told, and follows the fail mode.
@Suite struct EngineLimitTests {
  private func inspector(_ rules: [Rule], _ mode: FailMode, limits: ScanLimits) throws -> Inspector {
    let generation = try RulesetCompiler(limits: limits).compile(RuleSet(rules: rules, packs: []), number: 3)
    return Inspector(generation: generation, settings: InspectionSettings(failMode: mode))
  }

  @Test(arguments: FailMode.allCases)
  func aMatchLimitFollowsTheFailMode(mode: FailMode) throws {
    let slow = TestRules.rule("slow", "(?:a+)+-(?!x)")
    let outcome = try inspector([slow, TestRules.canary], mode, limits: ScanLimits(matchLimit: 500))
      .inspect(String(repeating: "a", count: 60) + "-x", type: "text/plain")
    #expect(outcome.unknowns.map { "\($0.ruleID): \($0.reason)" } == ["slow: match limit"])
    #expect(outcome.types == ["scan_error"] && outcome.locations == ["rule slow"])
    #expect(outcome.isBlocked == (mode == .closed))
  }

  @Test(arguments: FailMode.allCases)
  func aUsedUpStepBudgetFollowsTheFailMode(mode: FailMode) throws {
    let ahead = TestRules.rule("ahead", "k(?=[^;]*;)(?![^;]*;;)")
    let outcome = try inspector([ahead], mode, limits: ScanLimits(stepBudget: 1_000, stepsPerByte: 10))
      .inspect(String(repeating: "k", count: 20_000) + ";;", type: "text/plain")
    #expect(outcome.unknowns.map { "\($0.ruleID): \($0.reason)" } == ["ahead: step budget"])
    #expect(outcome.isBlocked == (mode == .closed))
  }

  @Test func anAllowPatternThatPCRE2GivesUpOnAllowsNothingAndIsNamed() throws {
    let rule = TestRules.rule("long", "a{60}=-") {
      $0.allow = RuleAllowlist(patterns: [RulePattern(source: "(?:a+)+=(?!-)", location: TestRules.place)])
    }
    let outcome = try inspector([rule], .open, limits: ScanLimits(matchLimit: 500))
      .inspect(String(repeating: "a", count: 60) + "=-", type: "text/plain")
    #expect(outcome.types == ["long"])
    #expect(outcome.unknowns.map { "\($0.ruleID): \($0.reason)" } == ["long: allow pattern: match limit"])
  }

  @Test func anUnknownOutcomeOfAShadowRuleDoesNotBlock() throws {
    let slow = TestRules.rule("slow", "(?:a+)+-(?!x)") { $0.mode = .shadow }
    let outcome = try inspector([slow], .closed, limits: ScanLimits(matchLimit: 500))
      .inspect(String(repeating: "a", count: 60) + "-x", type: "text/plain")
    #expect(outcome.unknowns.count == 1)
    #expect(outcome.isForwarded)
  }
}

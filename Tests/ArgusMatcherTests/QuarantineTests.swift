import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

@Suite struct QuarantineTests {
  private func quarantine(_ rule: Rule) throws -> Diagnostic {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [rule, Rule.test("sound", "sound[0-9]")], packs: []), number: 1)
    // One bad rule takes no other with it.
    #expect(generation.rules.map(\.id) == ["sound"])
    #expect(try generation.scan(FieldArena.of("a sound1")).matches.count == 1)
    #expect(generation.quarantined.map(\.ruleID) == [rule.id])
    return try #require(generation.quarantined.first?.diagnostic)
  }

  @Test func aSyntaxErrorIsNamedWithItsColumn() throws {
    let diagnostic = try quarantine(Rule.test("bad", "abc(def"))
    #expect(diagnostic.code == MatcherDiagnosticCode.patternDoesNotCompile.rawValue)
    #expect(diagnostic.ruleID == "bad")
    #expect(diagnostic.location?.line == 3)
    // The column is the offset's once the file's lines are known.
    #expect(diagnostic.patternPlace?.bytes == 7..<7)
    #expect(diagnostic.message.contains("offset 7"))
  }

  @Test(arguments: ["(?:abc){20,40000}", "a{70000}", "(*UTF)a", "(*UCP)a", "[z-a]", "(?<=a*)b", "\\1"])
  func whatPCRE2RefusesIsQuarantined(pattern: String) throws {
    #expect(try quarantine(Rule.test("bad", pattern)).code == MatcherDiagnosticCode.patternDoesNotCompile.rawValue)
  }

  @Test(arguments: ["a*", "a?|b", "(?=abc)", "^", "\\b", "(a|)", "a{0}"])
  func aPatternThatMatchesNothingAtAllIsQuarantined(pattern: String) throws {
    #expect(try quarantine(Rule.test("empty", pattern)).code == MatcherDiagnosticCode.matchesEmptyString.rawValue)
  }

  @Test(arguments: [CaptureSelector.group(2), .named("token"), .group(-1)])
  func aSelectorWithoutItsGroupIsQuarantined(selector: CaptureSelector) throws {
    let diagnostic = try quarantine(Rule.test("group", "x(abc)", value: selector))
    #expect(diagnostic.code == MatcherDiagnosticCode.missingGroup.rawValue)
  }

  @Test func oneBadPatternOfTwoQuarantinesTheRule() throws {
    #expect(try quarantine(Rule.test("two", "abc", "d(")).code == MatcherDiagnosticCode.patternDoesNotCompile.rawValue)
  }

  @Test func anAllowPatternMustCompileAndMustNotAllowEverything() throws {
    #expect(
      try quarantine(Rule.test("a", "abc", allow: ["x("])).code == MatcherDiagnosticCode.patternDoesNotCompile.rawValue)
    #expect(
      try quarantine(Rule.test("b", "abc", allow: ["x*"])).code == MatcherDiagnosticCode.matchesEmptyString.rawValue)
  }

  @Test func everyFaultOfARuleIsToldAtOnce() throws {
    let bad = Rule.test("bad", "(QQQQ[0-9]+", "ab[", "q*", "sound(x)", value: .group(1), allow: ["(x", "y*"])
    let generation = try RulesetCompiler().compile(RuleSet(rules: [bad], packs: []), number: 1)
    #expect(generation.rules.isEmpty)
    let quarantined = try #require(generation.quarantined.first)
    #expect(generation.quarantined.count == 1)
    let (syntax, empty, group) = ("AR0301", "AR0302", "AR0303")
    #expect(quarantined.diagnostics.map(\.code) == [syntax, syntax, empty, group, syntax, empty])
    #expect(quarantined.diagnostics.first == quarantined.diagnostic)
    #expect(quarantined.diagnostics.allSatisfy { $0.ruleID == "bad" })
  }

  @Test func aGiantRepeatOfOneByteIsApproximatedNotRefused() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("giant", "k[a-f]{20,40000}")], packs: []), number: 1)
    #expect(generation.quarantined.isEmpty)
    let text = "k" + String(repeating: "a", count: 50_000)
    #expect(try generation.scan(FieldArena.of(text)).matches.map(\.span.count) == [40_001])
  }
}

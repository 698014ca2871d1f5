import ArgusMatcher
import ArgusRules
import Testing

@Suite struct TierTests {
  private func assignment(of pattern: String, _ flags: PatternFlags = []) throws -> EngineAssignment {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", pattern, flags: flags)], packs: []), number: 1)
    #expect(generation.quarantined.isEmpty)
    return try #require(generation.assignments.first)
  }

  @Test(arguments: [
    "key_[0-9a-f]{32}", "\\bkey-\\w{8,64}\\b", "(?:^|[^a-z])tok_([a-z]{20})(?:[^a-z]|$)", "(?i)secret\\s{0,5}=\\s*\\w+",
    "\\Akey\\z",
    "key(?:.|\\n){0,40}?[0-9]{8}", "(?<value>[a-z]{4})-x", "a|b{3,}|\\.[^\\s]", "(?m)^-----BEGIN", "\\Qa.b\\E+",
  ])
  func ordinaryPatternsAreHeldExactly(pattern: String) throws {
    #expect(try assignment(of: pattern).tier == .automaton)
  }

  @Test(arguments: [
    "(?<![a-z])key_[a-z]{20}(?![a-z])", "(?=.*[0-9])[a-z0-9]{20}", "(?>key_)[a-z]{8}", "key_[a-z]++-",
    "(['\"])key_\\w+\\1", "key\\R+x",
    "key[a-z]{20,40000}",
  ])
  func whatTheAutomatonCannotHoldIsApproximated(pattern: String) throws {
    #expect(try assignment(of: pattern).tier == .prefilter)
  }

  @Test(arguments: [
    "secret_key\\Kvalue", "(secret)(?(1)_key|x)", "secret_key\\p{L}", "secret_(?|a(b)|b(a))", "secret_key(*COMMIT)x",
  ])
  func whatIsNotUnderstoodFallsBackBehindALiteral(pattern: String) throws {
    let assignment = try assignment(of: pattern)
    #expect(assignment.tier == .fallback)
    #expect(assignment.maximumWidth == nil)
    if let literal = assignment.requiredLiteral { #expect("secret_key".contains(literal)) }
  }

  @Test func aFallbackWithoutALiteralSearchesEveryField() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", "\\p{Lu}\\d")], packs: []), number: 1)
    #expect(generation.assignments.first?.requiredLiteral == nil)
    #expect(generation.databaseByteCount == 0)
    let report = try generation.scan(FieldArena.of("xA1", "", "a1", "Z9 Y8"))
    #expect(report.matches.map(\.field) == [0, 3, 3])
  }

  @Test func widthsAreThePatternsOwn() throws {
    let bounded = try assignment(of: "(?:ab|c)[0-9]{2,5}x?")
    #expect(bounded.minimumWidth == 3 && bounded.maximumWidth == 8)
    let unbounded = try assignment(of: "ab+(?=c)")
    #expect(unbounded.minimumWidth == 2 && unbounded.maximumWidth == nil)
  }

  @Test func rulesThatAreOffAreNotCompiled() throws {
    let rules = [
      Rule.test("on", "abc"), Rule.test("off", "def", mode: .off), Rule.test("shadow", "ghi", mode: .shadow),
    ]
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 4)
    #expect(generation.rules.map(\.id) == ["on", "shadow"])
    #expect(generation.number == 4)
    #expect(try generation.scan(FieldArena.of("abc def ghi")).matches.map(\.rule) == [0, 1])
  }
}

import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

@Suite struct ScanLimitTests {
  @Test(arguments: [1, 7, 100])
  func aFullSinkLosesNothing(capacity: Int) throws {
    let differential = try Differential(rules: NastyPatternTests.rules, limits: ScanLimits(hitCapacity: capacity))
    var random = SeededGenerator(seed: 3)
    for _ in 0..<40 {
      try differential.compare((0..<4).map { _ in random.bytes(random.below(60), of: RandomPatternTests.alphabet) })
    }
    differential.expectAgreement("full sink, capacity \(capacity)")
  }

  @Test func aCrowdedMebibyteIsSearchedWhole() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: [Rule.test("r", "k[a-z]{4}")], packs: []), number: 1)
    let text = String(repeating: "kabcd ", count: 200_000)
    let report = try generation.scan(FieldArena.of("kabcd", text, "kabcd"))
    #expect(report.matches.count == 200_002)
    #expect(report.unknowns.isEmpty)
  }

  @Test func aSearchThatPCRE2GivesUpOnIsUnknownNotClean() throws {
    let rules = [
      Rule.test("slow", "(?:a+)+-(?!x)"), Rule.test("two", "(?:a+)+=(?!x)", "(?:a+)+=(?!y)"), Rule.test("quick", "ab"),
    ]
    let generation = try RulesetCompiler(limits: ScanLimits(matchLimit: 500)).compile(
      RuleSet(rules: rules, packs: []), number: 1)
    let hostile = String(repeating: "a", count: 60)
    let report = try generation.scan(FieldArena.of("ab", hostile + "-x " + hostile + "=x", "a-"))
    #expect(report.unknowns.map { [$0.rule, $0.field] } == [[0, 1], [1, 1]])
    #expect(report.unknowns.first?.reason == "match limit")
    #expect(report.matches.map { [$0.rule, $0.field] } == [[2, 0], [0, 2]])
  }

  @Test func anEmptyArenaAndEmptyFieldsHaveNoMatches() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: [Rule.test("r", "[^x]")], packs: []), number: 1)
    #expect(try generation.scan(FieldArena()).matches.isEmpty)
    #expect(try generation.scan(FieldArena.of("", "", "")).matches.isEmpty)
  }

  @Test func aRulesetWithoutRulesScans() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: [], packs: []), number: 1)
    #expect(try generation.scan(FieldArena.of("anything")).matches.isEmpty)
  }

  @Test func aSuspiciousPatternThatTakesTooLongIsApproximated() throws {
    let rule = Rule.test("wide", "k(?:[a-f]{1,90}-){1,60}z")
    let limits = ScanLimits(compileProbe: .nanoseconds(1))
    let generation = try RulesetCompiler(limits: limits).compile(RuleSet(rules: [rule], packs: []), number: 1)
    #expect(generation.assignments.first?.tier != .automaton)
    #expect(try generation.scan(FieldArena.of("xkab-cd-zz")).matches.map(\.span) == [ByteSpan(start: 1, end: 9)])
  }

  @Test func anArenaIsReusedWithoutItsOldContent() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: [Rule.test("r", "abc")], packs: []), number: 1)
    var arena = FieldArena.of("abc", "abc")
    #expect(try generation.scan(arena).matches.count == 2)
    arena.reset()
    arena.append(field: Array("xabc".utf8))
    #expect(try generation.scan(arena).matches.map(\.span) == [ByteSpan(start: 1, end: 4)])
    arena.reset(keepingCapacity: 0)
    #expect(arena.bytes.capacity == 0)
  }
}

import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Generations that use an earlier one's database find what a compilation from nothing finds, and what PCRE2 finds.
@Suite struct DeltaCompileTests {
  private static let compiler = RulesetCompiler(delta: DeltaLimits(maximumChanges: 12, minimumPatterns: 0))

  private static func set(_ rules: [Rule]) -> RuleSet { RuleSet(rules: rules, packs: []) }

  private static func texts(_ random: inout SeededGenerator) -> [[UInt8]] {
    (0..<random.below(8) + 1).map { _ in random.bytes(random.below(20), of: RandomPatternTests.alphabet) }
  }

  private static func arena(_ texts: [[UInt8]]) -> FieldArena {
    var arena = FieldArena()
    for text in texts { arena.append(field: text) }
    return arena
  }

  @Test(arguments: 0..<12)
  func anySequenceOfEditsFindsWhatACompilationFromNothingFinds(seed: Int) throws {
    var edits = RandomEdits(seed: UInt64(seed), rules: 24)
    var random = SeededGenerator(seed: UInt64(seed) &+ 77)
    var generation = try Self.compiler.compile(Self.set(edits.rules), number: 1)
    var deltas = 0
    var masked = 0
    for number in 2...14 {
      edits.edit()
      generation = try Self.compiler.compile(Self.set(edits.rules), number: UInt64(number), previous: generation)
      let anew = try RulesetCompiler().compile(Self.set(edits.rules), number: UInt64(number))
      #expect(anew.isConsolidated)
      #expect(generation.rules == anew.rules && generation.digest == anew.digest)
      #expect(generation.quarantined == anew.quarantined)
      #expect(generation.assignments.map(\.ruleID) == anew.assignments.map(\.ruleID))
      if generation.deltaPatternCount > 0 { deltas += 1 }
      if generation.maskedPatternCount > 0 { masked += 1 }
      let differential = Differential(generation)
      for _ in 0..<6 {
        let texts = Self.texts(&random)
        try differential.compare(texts)
        let (found, expected) = (try generation.scan(Self.arena(texts)), try anew.scan(Self.arena(texts)))
        #expect(found.matches == expected.matches && found.unknowns == expected.unknowns)
      }
      try differential.compare([random.bytes(300, of: Array(0...255))])
      differential.expectAgreement("edits, seed \(seed), step \(number)")
    }
    #expect(deltas > 3 && masked > 3)
  }

  @Test func anUnchangedSetIsUsedAgainWhole() throws {
    let rules = (0..<20).map { Rule.test("r\($0)", "key\($0)_[a-z]{4}") }
    let first = try Self.compiler.compile(Self.set(rules), number: 1)
    let second = try Self.compiler.compile(Self.set(rules.reversed()), number: 2, previous: first)
    #expect(second.isConsolidated && second.deltaPatternCount == 0)
    #expect(second.databaseByteCount == first.databaseByteCount)
    let report = try second.scan(FieldArena.of("key3_abcd", "key19_abcd"))
    #expect(report.matches.map { second.rules[$0.rule].id } == ["r3", "r19"])
  }

  @Test func oneEditedRuleIsADeltaOfOnePatternBesideAMask() throws {
    var rules = (0..<20).map { Rule.test("r\($0)", "key\($0)_[a-z]{4}") }
    let first = try Self.compiler.compile(Self.set(rules), number: 1)
    rules[7] = Rule.test("r7", "other_[a-z]{4}")
    let second = try Self.compiler.compile(Self.set(rules), number: 2, previous: first)
    #expect(second.deltaPatternCount == 1 && second.maskedPatternCount == 1 && !second.isConsolidated)
    #expect(second.databaseByteCount > first.databaseByteCount)
    let arena = FieldArena.of("key7_abcd other_abcd key8_abcd")
    #expect(try second.scan(arena).matches.map(\.rule) == [7, 8])
    // Edits add up against the same base.
    rules[9] = Rule.test("r9", "another_[a-z]{4}")
    let third = try Self.compiler.compile(Self.set(rules), number: 3, previous: second)
    #expect(third.deltaPatternCount == 2 && third.maskedPatternCount == 2)
  }

  @Test func consolidationGivesAnEqualGenerationInOneDatabase() throws {
    var rules = (0..<20).map { Rule.test("r\($0)", "key\($0)_[a-z]{4}") }
    let first = try Self.compiler.compile(Self.set(rules), number: 1)
    rules[3] = Rule.test("r3", "other_[a-z]{4}")
    rules.remove(at: 5)
    let second = try Self.compiler.compile(Self.set(rules), number: 2, previous: first)
    let whole = try Self.compiler.consolidate(second)
    #expect(whole.isConsolidated && whole.deltaPatternCount == 0 && whole.maskedPatternCount == 0)
    #expect(whole.number == second.number && whole.digest == second.digest && whole.rules == second.rules)
    let arena = FieldArena.of("key3_abcd other_abcd key4_abcd key5_abcd", "key19_abcd")
    #expect(try whole.scan(arena).matches == second.scan(arena).matches)
    #expect(try Self.compiler.consolidate(whole) === whole)
  }

  @Test func tooManyChangesAreCompiledWhole() throws {
    let rules = (0..<30).map { Rule.test("r\($0)", "key\($0)_[a-z]{4}") }
    let first = try Self.compiler.compile(Self.set(rules), number: 1)
    let others = (0..<30).map { Rule.test("r\($0)", "\($0 < 12 ? "new" : "key")\($0)_[a-z]{4}") }
    let second = try Self.compiler.compile(Self.set(others), number: 2, previous: first)
    #expect(second.isConsolidated)
    #expect(try second.scan(FieldArena.of("key3_abcd new3_abcd")).matches.map(\.rule) == [3])
  }

  @Test func aSmallSetIsCompiledWhole() throws {
    let first = try RulesetCompiler().compile(Self.set([Rule.test("a", "key_[a-z]{4}")]), number: 1)
    let rules = [Rule.test("a", "key_[a-z]{4}"), Rule.test("b", "tok_[a-z]{4}")]
    #expect(try RulesetCompiler().compile(Self.set(rules), number: 2, previous: first).isConsolidated)
  }

  @Test func aFullSinkLosesNothingOfADelta() throws {
    let compiler = RulesetCompiler(
      limits: ScanLimits(hitCapacity: 4), delta: DeltaLimits(maximumChanges: 12, minimumPatterns: 0))
    var rules = (0..<8).map { Rule.test("r\($0)", "k\($0)[a-z]{2,4}") }
    let first = try compiler.compile(Self.set(rules), number: 1)
    rules[2] = Rule.test("r2", "z[a-z]{2,5}")
    let second = try compiler.compile(Self.set(rules), number: 2, previous: first)
    #expect(second.deltaPatternCount == 1)
    let differential = Differential(second)
    let crowded = Array("k1abcd k2abcd zabcde k3ab zab k4abcd zzzzzz k5abcde k2ab".utf8)
    try differential.compareAloneAndTogether([crowded, crowded + crowded, Array("zab".utf8)])
    differential.expectAgreement("full sink beside a delta")
  }
}

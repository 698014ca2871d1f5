import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Patterns without a literal that are found by a run of bytes of one class.
@Suite struct RunTierTests {
  private static let patterns = [
    "\\b([A-Z]{2}\\d{2}[A-Z0-9]{11,30})\\b", "\\d{15,19}", "(?<![0-9])[0-9]{16}(?![0-9])", "^\\d{15,}$",
    "(\\d{15})[a-z]{0,40}", "[A-K]{16}", "[^\\n]{0,20}?\\d{17}", "(?i)[x-z0-9]{15}", "[0-9]{8}(?:[0-9]{4}|[0-9]{3}){3}",
  ]

  private static let rules = patterns.enumerated().map { Rule.test("r\($0.offset)", $0.element) }

  @Test func patternsWithARunAndNoLiteralNeedNoAutomaton() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: Self.rules, packs: []), number: 1)
    #expect(generation.quarantined.isEmpty)
    #expect(Set(generation.assignments.map(\.tier)) == [.run])
    // Widths are told as for any other tier.
    #expect(generation.assignments[0].minimumWidth == 15)
    #expect(generation.assignments[0].maximumWidth == 34)
  }

  @Test func aLiteralIsPreferred() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", "card \\d{16}"), Rule.test("s", "(?:ABC|ABD)[A-Z0-9]{16}")], packs: []), number: 1)
    #expect(generation.assignments.map(\.tier) == [.automaton, .automaton])
  }

  @Test func moreClassesThanThereIsRoomForGoToTheAutomaton() throws {
    let rules = ["[A-R]{15}", "[B-S]{15}", "[C-T]{15}", "[D-U]{15}", "[E-V]{15}", "[A-R]{17}"].enumerated().map {
      Rule.test("r\($0.offset)", $0.element)
    }
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1)
    #expect(generation.assignments.map(\.tier) == [.run, .run, .run, .run, .automaton, .run])
    let differential = Differential(generation)
    try differential.compare([Array("ABCDEFGHIJKLMNOPQR".utf8), Array("xVVVVVVVVVVVVVVVVx".utf8)])
    differential.expectAgreement("more classes than places")
  }

  @Test(arguments: 0..<6) func runsAreFoundAsPCRE2AloneFindsThem(seed: Int) throws {
    let differential = try Differential(rules: Self.rules + [Rule.test("other", "key_[a-z]{4}")])
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "4111 1111 1111 1111", "3782-822463-10005", "DE89370400440532013000", "123456789012345", "12345678", "-", " ",
      "\n", "a",
      "\\n", "1234 5678 9012 3456", "123.456-789.012-3", "                  7", "1234  5678", "------------------",
      "key_abcd", "ABCDEFABCDEFABCDEF", "xyzXYZxyzXYZxyz", "123456-123-123", "0", "_",
    ].map { Array($0.utf8) }
    for _ in 0..<250 {
      let fields = (0..<random.below(5) + 1).map { _ in
        (0..<random.below(12)).flatMap { _ in
          random.oneIn(4)
            ? random.bytes(random.below(30), of: Array("0123456789-ABC xz".utf8)) : random.pick(pieces)
        }
      }
      try differential.compare(fields)
    }
    differential.expectAgreement("runs, seed \(seed)")
  }

  @Test(arguments: 0..<40) func aRunCountsWhereverItStandsInAField(offset: Int) throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", "\\d{15}")], packs: []), number: 1)
    let lead = String(repeating: "x", count: offset)
    let report = try generation.scan(
      FieldArena.of(lead + "123456789012345", lead + "12345678901234", lead + "123456789012345" + lead))
    #expect(report.matches.map(\.field) == [0, 2])
    #expect(report.matches.map(\.span.start) == [offset, offset])
  }
}

import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Patterns without a literal that are found by a run of bytes of one class.
@Suite struct RunTierTests {
  private static let patterns = [
    "\\b([A-Z]{2}\\d{2}[A-Z0-9]{11,30})\\b",
    "(?:^|[^\\w.-]|\\\\[nrt])([2-6]\\d{3}[ -]\\d{4}[ -]\\d{4}[ -]\\d{4}|3[47]\\d{2}[ -]\\d{6}[ -]\\d{5})(?:[^\\w-]|$)",
    "\\d{13,19}", "(?<![0-9])[0-9]{12}(?![0-9])", "^\\d{12,}$", "[0-9]{6}(?:-[0-9]{3}){2,}", "(\\d{12})[a-z]{0,40}",
    "[A-F]{16}", "[^\\n]{0,20}?\\d{14}", "(?i)[x-z]{15}",
    // More classes than the table has places.
    "[G-K]{12}", "[L-P]{12}", "[!-%]{12}", "[Q-U0]{13}",
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

  @Test(arguments: 0..<6) func runsAreFoundAsPCRE2AloneFindsThem(seed: Int) throws {
    let differential = try Differential(rules: Self.rules + [Rule.test("other", "key_[a-z]{4}")])
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "4111 1111 1111 1111", "3782-822463-10005", "DE89370400440532013000", "12345678901234", "-", " ", "\n", "a",
      "\\n",
      "key_abcd", "ABCDEFABCDEFABCDEF", "xyzXYZxyzXYZxyz", "123456-123-123", "0", "_", "GGGGGGGGGGGGG", "LMNOPLMNOPLMN",
      "!!!!!!!!!!!!!!", "QRSTU0QRSTU0QRST",
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

  @Test func aRunAtEitherEdgeOfAFieldCounts() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", "\\d{12}")], packs: []), number: 1)
    let report = try generation.scan(FieldArena.of("123456789012", "x123456789012", "123456789012x", "12345678901"))
    #expect(report.matches.map(\.field) == [0, 1, 2])
  }
}

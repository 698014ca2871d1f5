import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Random patterns on random texts: what nobody thought of.
@Suite struct RandomPatternTests {
  static let alphabet = Array("aaabbb00 --\n\nA\r".utf8)

  @Test(arguments: 0..<24)
  func randomPatternsAgreeWithPCRE2(seed: Int) throws {
    var patterns = RandomPattern(seed: UInt64(seed))
    let rules = (0..<60).map { index in
      let pattern = patterns.next()
      return Rule.test("r\(index)", pattern.source, flags: pattern.flags)
    }
    let differential = try Differential(rules: rules)
    #expect(differential.generation.rules.count > 10)
    var random = SeededGenerator(seed: UInt64(seed) &+ 1_000)
    for _ in 0..<25 {
      try differential.compare((0..<random.below(8) + 1).map { _ in random.bytes(random.below(14), of: Self.alphabet) })
    }
    for length in [60, 200] { try differential.compare([random.bytes(length, of: Self.alphabet)]) }
    differential.expectAgreement("random patterns, seed \(seed)")
  }
}

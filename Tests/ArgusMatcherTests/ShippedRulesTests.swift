import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// The shipped packs on their own examples, mutated, and on sample texts.
@Suite struct ShippedRulesTests {
  static let rules = SurroundingFiles.rules.map { RulePackLoader().load(paths: [$0]).ruleSet.rules } ?? []

  private static let examples: [[UInt8]] = rules.flatMap { rule in
    (rule.examples.match.map(\.text) + rule.examples.noMatch.map(\.text)).map { Array($0.utf8) }.filter { !$0.isEmpty }
  }

  @Test func shippedPacksAreThere() { #expect(Self.rules.count >= 60) }

  @Test func noShippedRuleIsQuarantinedOrFallsBack() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: Self.rules, packs: []), number: 1)
    #expect(generation.quarantined.isEmpty)
    #expect(generation.assignments.filter { $0.tier == .fallback }.map(\.ruleID) == [])
  }

  @Test func everyExampleIsFoundByItsOwnRule() throws {
    let generation = try RulesetCompiler().compile(RuleSet(rules: Self.rules, packs: []), number: 1)
    for (index, rule) in generation.rules.enumerated() {
      for example in rule.examples.match {
        let report = try generation.scan(FieldArena.of(example.text))
        #expect(report.matches.contains { $0.rule == index }, "\(rule.id)")
      }
    }
  }

  @Test func examplesAndTheirMutationsAgreeWithPCRE2() throws {
    let differential = try Differential(rules: Self.rules)
    var mutations = Mutations(seed: 7)
    for (index, example) in Self.examples.enumerated() {
      let neighbour = Self.examples[(index + 1) % Self.examples.count]
      try differential.compare([example] + mutations.variants(of: example, beside: neighbour, count: 6))
    }
    differential.expectAgreement("shipped rules, examples and mutations")
  }

  @Test(
    .enabled(
      if: SurroundingFiles.corpusFile != nil,
      "there are no sample texts: ARGUS_CORPUS names no file, and none is beside the project"))
  func sampleTextsAgreeWithPCRE2() throws {
    let texts = SurroundingFiles.corpus
    try #require(!texts.isEmpty, "the file of sample texts cannot be read or holds none")
    let differential = try Differential(rules: Self.rules)
    for text in texts { try differential.compare([text]) }
    for start in stride(from: 0, to: texts.count, by: 50) {
      try differential.compare(Array(texts[start..<min(start + 50, texts.count)]))
    }
    differential.expectAgreement("shipped rules, sample texts")
  }

  @Test func hostileBytesAgreeWithPCRE2() throws {
    let differential = try Differential(rules: Self.rules)
    var random = SeededGenerator(seed: 8)
    let literals = Self.examples.map { Array($0.prefix(random.below(24) + 1)) }
    for round in 0..<40 {
      var text: [UInt8] = []
      for _ in 0..<60 {
        text += random.pick(literals)
        if random.oneIn(3) {
          text += random.bytes(random.below(30), of: round % 2 == 0 ? Array(0...255) : Array("aA0_-\n =\"".utf8))
        }
      }
      try differential.compare([text, Array(text.reversed())])
    }
    differential.expectAgreement("shipped rules, hostile bytes")
  }
}

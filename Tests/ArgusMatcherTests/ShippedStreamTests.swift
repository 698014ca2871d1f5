import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// The shipped packs on texts that arrive in pieces.
@Suite struct ShippedStreamTests {
  private static let rules = SurroundingFiles.rules.map { RulePackLoader().load(paths: [$0]).ruleSet.rules } ?? []

  @Test func examplesOfAllRulesAreFoundHoweverTheyAreCut() throws {
    let differential = try StreamDifferential(rules: Self.rules)
    let left = differential.generation.unstreamableRules
    let widest = differential.generation.assignments.compactMap(\.holdBack).max() ?? 0
    print("streams: \(differential.streamableRules) rules, widest hold-back \(widest) B, left out: \(left)")
    var random = SeededGenerator(seed: 21)
    var texts = 0
    var matches = 0
    let glue = ["", " ", "\n", "x", "\"", "é", "\n\n", ". "].map { Array($0.utf8) }
    for rule in differential.generation.rules {
      guard let example = rule.examples.match.first else { continue }
      let neighbour = random.pick(Self.rules).examples.noMatch.first?.text ?? "and"
      let text = random.pick(glue) + Array(example.text.utf8) + random.pick(glue) + Array(neighbour.utf8.prefix(40))
      guard text.count < 1_000 else { continue }
      matches += try differential.compare(text, triples: 20, &random)
      texts += 1
    }
    print("streams: \(texts) texts, \(matches) matches in each cutting")
    #expect(texts > 100 && matches > texts / 2)
  }
}

import ArgusMatcher
import ArgusOracle
import ArgusRules

/// This is the long run of the comparison with PCRE2 alone, until `--pairs` (rule, text) pairs have been compared.
///
/// Half of the pairs are a rule and its own examples, mutated or beside others, where matches begin, end and just fail; the
/// other half are every rule and texts of all kinds: examples, mutations, pieces of the corpus, hostile bytes. Fails when a
/// single pair differs.
enum DifferentialRun {
  private struct Example {
    var rule: Int
    var text: [UInt8]
  }

  /// How many variants of an example are one arena.
  private static let variantCount = 64
  /// A line is printed after so many pairs.
  private static let progress = 500_000

  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let differential = try Differential(rules: loaded.ruleSet.rules)
    let examples = examples(of: differential.generation)
    let corpus = TextCorpus.load(options)
    guard !examples.isEmpty, !corpus.isEmpty else {
      throw BenchmarkOptions.Unknown(description: "there are no examples, or no corpus")
    }
    var random = SeededGenerator(seed: options.seed)
    var mutations = Mutations(seed: options.seed &+ 1)
    let texts = examples.map(\.text)
    var round = 0
    // The pairs of every rule, so far.
    var broad = 0
    while differential.pairs < options.pairs, differential.differences == 0 {
      let example = examples[round % examples.count]
      let before = differential.pairs
      if broad * 2 <= before {
        var fields = [example.text]
        fields += mutations.variants(of: random.pick(texts), beside: example.text, count: 2)
        fields += mutations.variants(of: glued(texts, &random), beside: example.text, count: 1)
        fields.append(piece(of: random.pick(corpus), &random) + random.pick(texts))
        fields.append(glued(texts, &random))
        try differential.compare(fields)
        broad += differential.pairs - before
      } else {
        let fields = mutations.variants(of: example.text, beside: random.pick(texts), count: variantCount / 2)
        let whole = (0..<variantCount / 2).map { _ in
          boundary(&random) + random.pick(texts) + boundary(&random) + example.text + boundary(&random)
        }
        try differential.compare(fields + whole, rule: example.rule)
        round += 1
      }
      if differential.pairs / progress > before / progress {
        BenchmarkReport.tell("\(differential.pairs) pairs, \(differential.matchingPairs) with matches")
      }
    }
    try report(differential, options)
  }

  private static func report(_ differential: Differential, _ options: BenchmarkOptions) throws {
    var report = BenchmarkReport(name: "differential")
    report.add("rules", Double(differential.generation.rules.count), "", digits: 0)
    report.add("rules of which something was found", Double(differential.matchedRules.count), "", digits: 0)
    report.add("pairs", Double(differential.pairs), "", digits: 0)
    report.add("pairs with matches", Double(differential.matchingPairs), "", digits: 0)
    report.add("matches", Double(differential.matches), "", digits: 0)
    report.add("differences", Double(differential.differences), "", digits: 0)
    report.add("undecided", Double(differential.undecided), "", digits: 0)
    try report.finish(json: options.json)
    for description in differential.descriptions { print(description) }
    guard differential.differences == 0, differential.descriptions.isEmpty else {
      throw BenchmarkOptions.Unknown(description: "the engine and PCRE2 differ")
    }
  }

  private static func examples(of generation: RulesetGeneration) -> [Example] {
    generation.rules.enumerated().flatMap { index, rule in
      (rule.examples.match.map(\.text) + rule.examples.noMatch.map(\.text))
        .map { Example(rule: index, text: Array($0.utf8)) }
    }
    .filter { !$0.text.isEmpty }
  }

  private static func piece(of text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    let start = random.below(max(1, text.count - 400))
    return Array(text[start..<min(text.count, start + random.below(400) + 1)])
  }

  /// Pieces of examples glued together with bytes that decide boundaries.
  private static func glued(_ examples: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<random.below(12) + 1 {
      let example = random.pick(examples)
      // Whole ones as often as pieces: a piece seldom matches.
      text += random.oneIn(2) ? example[...] : example.prefix(random.below(example.count) + 1)
      text += boundary(&random)
    }
    return text
  }

  private static func boundary(_ random: inout SeededGenerator) -> [UInt8] {
    random.oneIn(2) ? random.bytes(random.below(6), of: Array("aA0_-\n =\"'\\.\r\0".utf8) + [0x80, 0xFF]) : []
  }
}

import ArgusMatcher
import ArgusOracle
import ArgusRules

/// This is the long run of the comparison with PCRE2 alone: examples, mutations of them, pieces of the corpus and
/// hostile bytes, through every rule, until `--pairs` (rule, text) pairs have been compared.
///
/// Fails when a single pair differs.
enum DifferentialRun {
  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let differential = try Differential(rules: loaded.ruleSet.rules)
    let examples = differential.generation.rules.flatMap { rule in
      (rule.examples.match.map(\.text) + rule.examples.noMatch.map(\.text)).map { Array($0.utf8) }
    }
    .filter { !$0.isEmpty }
    let corpus = TextCorpus.load(options)
    guard !examples.isEmpty, !corpus.isEmpty else {
      throw BenchmarkOptions.Unknown(description: "there are no examples, or no corpus")
    }
    var random = SeededGenerator(seed: options.seed)
    var mutations = Mutations(seed: options.seed &+ 1)
    var round = 0
    while differential.pairs < options.pairs, differential.differences == 0 {
      let example = examples[round % examples.count]
      let neighbour = random.pick(examples)
      var fields = [example] + mutations.variants(of: example, beside: neighbour, count: 3)
      fields.append(piece(of: random.pick(corpus), &random) + random.pick(examples))
      fields.append(hostile(examples, &random))
      try differential.compare(fields)
      round += 1
      if round % 500 == 0 { print("\(differential.pairs) pairs, \(differential.matches) matches") }
    }
    var report = BenchmarkReport(name: "differential")
    report.add("rules", Double(differential.generation.rules.count), "", digits: 0)
    report.add("pairs", Double(differential.pairs), "", digits: 0)
    report.add("matches", Double(differential.matches), "", digits: 0)
    report.add("differences", Double(differential.differences), "", digits: 0)
    report.add("undecided", Double(differential.undecided), "", digits: 0)
    try report.finish(json: options.json)
    for description in differential.descriptions { print(description) }
    guard differential.differences == 0, differential.descriptions.isEmpty else {
      throw BenchmarkOptions.Unknown(description: "the engine and PCRE2 differ")
    }
  }

  private static func piece(of text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    let start = random.below(max(1, text.count - 400))
    return Array(text[start..<min(text.count, start + random.below(400) + 1)])
  }

  /// Pieces of examples glued together with bytes that decide boundaries.
  private static func hostile(_ examples: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<random.below(12) + 1 {
      let example = random.pick(examples)
      text += example.prefix(random.below(example.count) + 1)
      if random.oneIn(2) {
        text += random.bytes(random.below(6), of: Array("aA0_-\n =\"'\\.\r\0".utf8) + [0x80, 0xFF])
      }
    }
    return text
  }
}

import ArgusAuthoring
import ArgusRules

/// This is the reading of corpora, marked files and labelled JSON lines: it never traps, and every fault it names lies
/// inside the file.
enum CorpusTarget {
  private static let built: BuiltGeneration = {
    var rules = FixedRules.rules([("key_[a-z]{4,8}", []), ("\\bsecret\\b", [])])
    // A rule that its examples show to be alive needs no search for a text that does.
    for (index, text) in ["key_abcd", "secret"].enumerated() {
      rules[index].examples.match = [.init(text: text, value: text, location: FixedRules.place)]
    }
    let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
    let loaded = RuleLoadResult(ruleSet: RuleSet(rules: rules, packs: []))
    guard let built = try? builder.build(loaded, number: 1) else { fatalError("the fixed patterns compile") }
    return built
  }()

  static func run(_ bytes: [UInt8]) {
    let ending = bytes.first == UInt8(ascii: "{") ? ".jsonl" : ".txt"
    MemoryFile.with(bytes, ending: ending) { path in
      var test = RuleTest()
      test.corpora = [path]
      guard let report = test.run(built).corpus else { fatalError("there is a corpus") }
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      for place in report.diagnostics.compactMap(\.location) where place.file == path {
        if place.line < 1 || place.column < 1 || place.line > lines { fatalError("a fault outside the file: \(place)") }
      }
    }
  }
}

import ArgusKit
@_spi(Benchmarks) import ArgusMatcher
import ArgusRules
import Glibc

/// This is what the number of rules costs: compile time, memory and throughput at 10, 100, 1,000 … rules.
///
/// The rules are taken in order from the packs; a step with more rules than there are is left out.
enum ScaleBenchmark {
  private static let steps = [10, 100, 1_000, 5_000]

  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let texts = TextCorpus.load(options)
    let bytes = texts.reduce(0) { $0 + $1.count }
    let arenas = texts.map(FieldArena.init(oneField:))
    var report = BenchmarkReport(name: "scale")
    report.add("corpus", Double(bytes) / 1_048_576, "MiB", digits: 1)
    for count in steps where count <= loaded.ruleSet.rules.count {
      let rules = RuleSet(rules: Array(loaded.ruleSet.rules.prefix(count)), packs: [])
      let before = residentBytes()
      let start = Stopwatch.cpu()
      let generation = try RulesetCompiler().compile(rules, number: 1)
      report.add("\(count) rules: compile", Double(Stopwatch.cpu() - start) / 1e6, "CPU ms", digits: 0)
      report.add("\(count) rules: database", Double(generation.databaseByteCount) / 1024, "KiB", digits: 0)
      // The first pass makes the engine touch its pages.
      for arena in arenas.prefix(20) { _ = try generation.scan(arena) }
      report.add("\(count) rules: resident", Double(max(0, residentBytes() - before)) / 1_048_576, "MiB", digits: 1)
      report.add("\(count) rules: quarantined", Double(generation.quarantined.count), "", digits: 0)
      try throughput(generation, arenas, bytes, options.rounds, "\(count) rules", &report)
    }
    try report.finish(json: options.json)
  }

  private static func throughput(
    _ generation: RulesetGeneration, _ arenas: [FieldArena], _ bytes: Int, _ rounds: Int, _ name: String,
    _ report: inout BenchmarkReport
  ) throws {
    guard let raw = try RawScanner(generation) else { return }
    var comparison = EngineComparison()
    for _ in 0..<rounds {
      try comparison.round(bytes: bytes) {
        for arena in arenas { _ = try raw.hitCount(in: arena.bytes.span) }
      } _: {
        for arena in arenas { _ = try generation.scan(arena) }
      }
    }
    comparison.report(as: name, to: &report)
  }

  /// What the kernel holds in memory for this process, in bytes; 0 where it does not say.
  private static func residentBytes() -> Int {
    guard let text = TextCorpus.read("/proc/self/statm") else { return 0 }
    let pages = String(decoding: text, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return (pages ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}

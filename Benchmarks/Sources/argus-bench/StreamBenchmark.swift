import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the cost of a text that arrives in pieces, beside that of scanning each piece again with as many bytes
/// before it as the widest rule takes.
enum StreamBenchmark {
  private static let pieces = [16, 64, 256, 1 << 10, 4 << 10]

  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    let holdBack = generation.assignments.compactMap(\.holdBack).max() ?? 0
    var report = BenchmarkReport(name: "stream")
    report.add("rules", Double(generation.rules.count), "", digits: 0)
    report.add("rules that are not streamable", Double(generation.unstreamableRules.count), "", digits: 0)
    report.add("widest hold-back", Double(holdBack), "B", digits: 0)
    let prepared = Stopwatch.cpu()
    generation.prepareStreams()
    report.add("prepareStreams", Double(Stopwatch.cpu() - prepared) / 1e6, "CPU ms", digits: 1)
    let text = Array(TextCorpus.load(options).joined().prefix(2 << 20))
    let isCritical = generation.rules.map { $0.severity == .critical }
    for piece in pieces {
      // Small pieces cost more: the same time for each size.
      let part = Array(text.prefix(min(text.count, piece * 8 << 10)))
      var (scanned, held, carried) = (Samples(), Samples(), Samples())
      for _ in 0..<options.rounds {
        let start = Stopwatch.cpu()
        var scanner = StreamScanner(generation, acting: isCritical)
        var offset = 0
        while offset < part.count {
          let end = min(part.count, offset + piece)
          _ = try scanner.feed(part.span.extracting(offset..<end))
          held.add(Double(scanner.byteCount - scanner.releasable))
          offset = end
        }
        _ = try scanner.finish()
        scanned.add(Double(part.count) / 1_048_576 / (Double(Stopwatch.cpu() - start) / 1e9))
      }
      let sample = Array(text.prefix(holdBack * 2 + piece * 256))
      let start = Stopwatch.cpu()
      var arena = FieldArena()
      for offset in stride(from: holdBack, to: sample.count, by: piece) {
        arena.reset()
        arena.beginField()
        let end = min(sample.count, offset + piece)
        arena.append(sample.span.extracting(max(0, offset - holdBack)..<end).bytes)
        arena.endField()
        _ = try generation.scan(arena)
      }
      carried.add(Double(sample.count - holdBack) / 1_048_576 / (Double(Stopwatch.cpu() - start) / 1e9))
      report.add("\(piece) B: stream", scanned.median, "MiB/CPU s", digits: 2)
      report.add("\(piece) B: block scan with carry", carried.median, "MiB/CPU s", digits: 2)
      report.add("\(piece) B: held back, median", held.median, "B", digits: 0)
      report.add("\(piece) B: held back, p99", held.quantile(0.99), "B", digits: 0)
    }
    try report.finish(json: options.json)
  }
}

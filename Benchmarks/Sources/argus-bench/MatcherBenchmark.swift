import ArgusKit
@_spi(Benchmarks) import ArgusMatcher
import ArgusRules

/// This is the matcher beside bare `hs_scan`: same database, same bytes, same process, alternating.
enum MatcherBenchmark {
  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let start = Stopwatch.cpu()
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    let compiled = Stopwatch.cpu() - start
    guard let raw = try RawScanner(generation) else {
      throw BenchmarkOptions.Unknown(description: "no automaton in these rules")
    }
    let texts = TextCorpus.load(options)
    let bytes = texts.reduce(0) { $0 + $1.count }
    var report = BenchmarkReport(name: "matcher")
    report.add("rules", Double(generation.rules.count), "", digits: 0)
    report.add("quarantined rules", Double(generation.quarantined.count), "", digits: 0)
    for tier in EngineAssignment.Tier.allCases {
      report.add("patterns: \(tier.rawValue)", Double(generation.assignments.count { $0.tier == tier }), "", digits: 0)
    }
    report.add("compile", Double(compiled) / 1e6, "ms", digits: 0)
    report.add("database", Double(generation.databaseByteCount) / 1024, "KiB", digits: 0)
    report.add("corpus", Double(bytes) / 1_048_576, "MiB", digits: 1)
    let planted = plant(loaded.ruleSet.rules.flatMap { $0.examples.match.map(\.text) }, in: texts)
    try throughput(generation, raw, texts, planted, options.rounds, &report)
    for size in [64, 1 << 10, 10 << 10, 100 << 10, 1 << 20] {
      try latency(generation, raw, texts, size, &report)
    }
    try report.finish(json: options.json)
  }

  private static func throughput(
    _ generation: RulesetGeneration, _ raw: RawScanner, _ texts: [[UInt8]], _ planted: [[UInt8]], _ rounds: Int,
    _ report: inout BenchmarkReport
  ) throws {
    let arenas = texts.map(FieldArena.init(oneField:))
    // Requests have many small fields: the same bytes again, cut into 1 KiB fields, 200 an arena.
    let pieces = texts.flatMap { text in
      stride(from: 0, to: text.count, by: 1024).map { text[$0..<min($0 + 1024, text.count)] }
    }
    let packed = stride(from: 0, to: pieces.count, by: 200).map {
      FieldArena(fields: Array(pieces[$0..<min($0 + 200, pieces.count)]))
    }
    let crowded = planted.map(FieldArena.init(oneField:))
    for (name, arenas) in [
      ("one field a file", arenas), ("200 fields of 1 KiB", packed), ("an example every 4 KiB", crowded),
    ] {
      let bytes = arenas.reduce(0) { $0 + $1.bytes.count }
      var comparison = EngineComparison()
      var (hits, matches, unknowns) = (0, 0, 0)
      for _ in 0..<rounds {
        (hits, matches, unknowns) = (0, 0, 0)
        try comparison.round(bytes: bytes) {
          for arena in arenas { hits += try raw.hitCount(in: arena.bytes.span) }
        } _: {
          for arena in arenas {
            let found = try generation.scan(arena)
            matches += found.matches.count
            unknowns += found.unknowns.count
          }
        }
      }
      comparison.report(as: name, to: &report)
      report.add("\(name): hits", Double(hits), "", digits: 0)
      report.add("\(name): matches", Double(matches), "", digits: 0)
      report.add("\(name): unknowns", Double(unknowns), "", digits: 0)
    }
  }

  /// The texts with a rule's example in each 4 KiB: what confirming matches costs.
  private static func plant(_ examples: [String], in texts: [[UInt8]]) -> [[UInt8]] {
    guard !examples.isEmpty else { return texts }
    var next = 0
    return texts.map { text in
      var result: [UInt8] = []
      for start in stride(from: 0, to: text.count, by: 4096) {
        result += text[start..<min(start + 4096, text.count)]
        result += examples[next % examples.count].utf8
        next += 1
      }
      return result
    }
  }

  private static func latency(
    _ generation: RulesetGeneration, _ raw: RawScanner, _ texts: [[UInt8]], _ size: Int, _ report: inout BenchmarkReport
  ) throws {
    let stream = texts.joined()
    var arenas: [FieldArena] = []
    var buffer: [UInt8] = []
    for byte in stream {
      buffer.append(byte)
      guard buffer.count == size else { continue }
      arenas.append(FieldArena(oneField: buffer))
      buffer.removeAll(keepingCapacity: true)
      if arenas.count == min(2_000, max(8, (16 << 20) / size)) { break }
    }
    var (engine, matcher) = (Samples(), Samples())
    // The first round warms caches and is not kept.
    for round in 0..<4 {
      for arena in arenas {
        let start = Stopwatch.wall()
        _ = try raw.hitCount(in: arena.bytes.span)
        let middle = Stopwatch.wall()
        _ = try generation.scan(arena)
        let end = Stopwatch.wall()
        guard round > 0 else { continue }
        engine.add(Double(middle - start) / 1e3)
        matcher.add(Double(end - middle) / 1e3)
      }
    }
    for (name, samples) in [("hs_scan", engine), ("matcher", matcher)] {
      report.add("\(size) B: \(name) p50", samples.median, "us", digits: 2)
      report.add("\(size) B: \(name) p99", samples.quantile(0.99), "us", digits: 2)
    }
  }
}

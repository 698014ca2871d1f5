import ArgusInspection
import ArgusKit
@_spi(Benchmarks) import ArgusMatcher
import ArgusRules
import Dispatch
import Foundation

/// This is how much more two threads do than one: the same inspector, the same bytes, wall time.
///
/// Threads share the inspector as the proxy's workers do. Small bodies show the cost of what is shared (pools,
/// reference counts), large ones the memory's bandwidth. The bare engine and the matcher beside it, in the same rounds,
/// show what the machine gives: its cores may be threads of one, and its neighbours take theirs.
enum ThreadBenchmark {
  /// Called by each thread before all of them begin; the result is what is measured.
  private typealias Preparation = @Sendable () -> () -> Void

  /// Below a second the threads' start and end would count.
  private static let leastSeconds = 1.0

  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    let inspector = Inspector(generation: generation, settings: InspectionSettings())
    guard try RawScanner(generation) != nil else {
      throw BenchmarkOptions.Unknown(description: "no automaton in these rules")
    }
    let text = Array(TextCorpus.load(options).joined().prefix(8 << 20))
    var report = BenchmarkReport(name: "threads")
    report.add("rules", Double(generation.rules.count), "", digits: 0)
    for size in options.sizes ?? [1 << 10, 16 << 10, 256 << 10] {
      let bodies = stride(from: 0, to: text.count - size, by: size).map { Array(text[$0..<($0 + size)]) }
      let arenas = bodies.map(FieldArena.init(oneField:))
      let engine: Preparation = {
        // Scratch of its own for each thread.
        let scanner = try? RawScanner(generation)
        return { for body in bodies { _ = try? scanner?.hitCount(in: body.span) } }
      }
      let matcher: Preparation = { { for arena in arenas { _ = try? generation.scan(arena) } } }
      let inspection: Preparation = {
        { for body in bodies { _ = inspector.inspect(body.span, InspectionSubject(provider: .generic)) } }
      }
      let kinds = [("hs_scan", engine), ("matcher", matcher), ("inspection", inspection)]
      measure(kinds, size, bytes: bodies.count * size, options.rounds, &report)
    }
    try report.finish(json: options.json)
  }

  private static func measure(
    _ kinds: [(name: String, prepare: Preparation)], _ size: Int, bytes: Int, _ rounds: Int,
    _ report: inout BenchmarkReport
  ) {
    let repetitions = kinds.map { max(1, Int((leastSeconds / time(1, 1, $0.prepare)).rounded(.up))) }
    var rates = kinds.map { _ in [1: Samples(), 2: Samples()] }
    var ratios = kinds.map { _ in Samples() }
    var quotients = Samples()
    for _ in 0..<rounds {
      let round = kinds.indices.map { kind in
        let seconds = [1, 2].map { threads in
          let taken = time(threads, repetitions[kind], kinds[kind].prepare)
          rates[kind][threads]?.add(Double(threads * repetitions[kind] * bytes) / 1_048_576 / taken)
          return taken
        }
        return 2 * seconds[0] / seconds[1]
      }
      for (kind, ratio) in round.enumerated() { ratios[kind].add(ratio) }
      quotients.add((round.last ?? 0) / round[0])
    }
    for (kind, (name, _)) in kinds.enumerated() {
      for threads in [1, 2] {
        report.add("\(size) B, \(name), \(threads) threads", rates[kind][threads]?.median ?? 0, "MiB/s", digits: 0)
      }
      report.add("\(size) B, \(name): two threads do", ratios[kind].median, "times as much as one", digits: 2)
    }
    report.add("\(size) B, inspection's factor beside the engine's", quotients.median, "", digits: 2)
  }

  /// The seconds until `threads` threads have each done their work so often; they begin together.
  private static func time(_ threads: Int, _ repetitions: Int, _ prepare: @escaping Preparation) -> Double {
    let ready = DispatchSemaphore(value: 0)
    let start = DispatchSemaphore(value: 0)
    let ended = DispatchGroup()
    for _ in 0..<threads {
      ended.enter()
      Thread.detachNewThread {
        let work = prepare()
        ready.signal()
        start.wait()
        for _ in 0..<repetitions { work() }
        ended.leave()
      }
    }
    for _ in 0..<threads { ready.wait() }
    let begin = Stopwatch.wall()
    for _ in 0..<threads { start.signal() }
    ended.wait()
    return Double(Stopwatch.wall() - begin) / 1e9
  }
}

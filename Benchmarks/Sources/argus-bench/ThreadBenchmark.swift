import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Dispatch
import Foundation
import Synchronization

/// This is how much more two threads do than one: the same inspector, the same bytes, wall time.
///
/// Threads share the inspector as the proxy's workers do. Small bodies show the cost of what is shared (pools,
/// reference counts), large ones the memory's bandwidth.
enum ThreadBenchmark {
  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    let inspector = Inspector(generation: generation, settings: InspectionSettings())
    let text = Array(TextCorpus.load(options).joined().prefix(8 << 20))
    var report = BenchmarkReport(name: "threads")
    report.add("rules", Double(generation.rules.count), "", digits: 0)
    for size in [1 << 10, 16 << 10, 256 << 10] {
      let bodies = stride(from: 0, to: text.count - size, by: size).map { Array(text[$0..<($0 + size)]) }
      var ratios = Samples()
      var rates = [1: Samples(), 2: Samples()]
      for _ in 0..<options.rounds {
        var seconds: [Int: Double] = [:]
        for threads in [1, 2] {
          let taken = time(threads: threads) {
            for body in bodies { _ = inspector.inspect(body.span, InspectionSubject(provider: .generic)) }
          }
          seconds[threads] = taken
          rates[threads]?.add(Double(threads * bodies.count * size) / 1_048_576 / taken)
        }
        if let one = seconds[1], let two = seconds[2] { ratios.add(2 * one / two) }
      }
      for threads in [1, 2] {
        report.add("\(size) B, \(threads) threads", rates[threads]?.median ?? 0, "MiB/s", digits: 0)
      }
      report.add("\(size) B, two threads do", ratios.median, "times as much as one", digits: 2)
    }
    try report.finish(json: options.json)
  }

  /// The seconds until `threads` threads have each done `work` once; they begin together.
  private static func time(threads: Int, _ work: @escaping @Sendable () -> Void) -> Double {
    let ready = DispatchSemaphore(value: 0)
    let start = DispatchSemaphore(value: 0)
    let ended = DispatchGroup()
    for _ in 0..<threads {
      ended.enter()
      Thread.detachNewThread {
        ready.signal()
        start.wait()
        work()
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

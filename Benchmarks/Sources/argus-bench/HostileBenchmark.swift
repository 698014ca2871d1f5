import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the worst that a body can cost: texts made against each rule, inspected whole at three sizes.
///
/// It fails above ``bound``, and where the time for a byte grows with the body.
enum HostileBenchmark {
  /// Nanoseconds of CPU for one byte of a request.
  static let bound = 5_000.0
  /// How much dearer a byte may be in the largest body, sixteen times the smallest; quadratic time is sixteen. A
  /// body with more hits than the sink holds has fields scanned twice, and large bodies leave the caches behind.
  static let growth = 4.0
  /// Every input is tried at this size.
  private static let firstSize = 32 << 10
  private static let sizes = [64 << 10, 256 << 10, 1 << 20]
  private static let shown = 10

  private struct Result {
    var rule: String
    var input: String
    var unit: [UInt8]
    var shape: HostileShape
    /// By size, in nanoseconds a byte.
    var costs: [Double]
    var unknowns: Int
    var worst: Double { costs.max() ?? 0 }
    var grows: Bool {
      guard let small = costs.first, let large = costs.last else { return false }
      return large > 100 && large > small * HostileBenchmark.growth
    }
  }

  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    let inspector = Inspector(generation: generation, settings: InspectionSettings())
    let inputs = HostileInputs(generation: generation)
    var results: [Result] = []
    var tried = 0
    let rules = generation.rules.enumerated().filter { $0.offset % options.shard.count == options.shard.index }
    for (place, (index, rule)) in rules.enumerated() {
      var found: [Result] = []
      for input in try inputs.inputs(for: index) {
        for shape in HostileShape.allCases {
          tried += 1
          var result = Result(rule: rule.id, input: input.name, unit: input.unit, shape: shape, costs: [], unknowns: 0)
          measure(inspector, firstSize, rounds: 1, &result)
          found.append(result)
        }
      }
      // The large sizes only for the dearest: everything at every size would take hours.
      guard var dearest = found.max(by: { $0.worst < $1.worst }) else { continue }
      dearest.costs = []
      for size in options.sizes ?? sizes { measure(inspector, size, rounds: 2, &dearest) }
      results.append(dearest)
      tell("\(place + 1) of \(rules.count)", dearest)
    }
    try report(results, rules: rules.count, tried: tried, options)
  }

  private static func measure(_ inspector: Inspector, _ size: Int, rounds: Int, _ result: inout Result) {
    let body = result.shape.body(result.unit, size: size)
    let subject = InspectionSubject(provider: .generic, contentType: result.shape.contentType)
    var best = Double.infinity
    // The better of several: neighbours on the machine only ever add.
    for _ in 0..<rounds {
      let start = Stopwatch.cpu()
      let outcome = inspector.inspect(body.span, subject)
      best = min(best, Double(Stopwatch.cpu() - start) / Double(max(1, body.count)))
      result.unknowns = outcome.unknowns.count
    }
    result.costs.append(best)
  }

  /// A run takes long, and what it has found so far is worth reading.
  private static func tell(_ place: String, _ result: Result) {
    let costs = result.costs.map { $0.formatted(0) }.joined(separator: ", ")
    var line = "\(place): \(result.rule) (\(result.input), \(result.shape)): \(costs) ns/B"
    if result.unknowns > 0 { line += ", \(result.unknowns) unknown" }
    if result.grows { line += ", grows" }
    BenchmarkReport.tell(line)
  }

  private static func report(_ results: [Result], rules: Int, tried: Int, _ options: BenchmarkOptions) throws {
    var report = BenchmarkReport(name: "hostile")
    let ordered = results.sorted { $0.worst > $1.worst }
    report.add("rules", Double(rules), "", digits: 0)
    report.add("inputs", Double(tried), "", digits: 0)
    report.add("bound", bound, "ns/B", digits: 0)
    report.add("worst", ordered.first?.worst ?? 0, "ns/B", digits: 1)
    report.add("median of the rules' worst", ordered.isEmpty ? 0 : ordered[ordered.count / 2].worst, "ns/B", digits: 1)
    for result in ordered.prefix(shown) {
      for (size, cost) in zip(options.sizes ?? sizes, result.costs) {
        report.add("\(result.rule) (\(result.input), \(result.shape)) at \(size >> 10) KiB", cost, "ns/B", digits: 1)
      }
      if result.unknowns > 0 { report.add("\(result.rule): unknown rules", Double(result.unknowns), "", digits: 0) }
    }
    let growing = ordered.filter(\.grows)
    for result in growing {
      report.add(
        "grows: \(result.rule) (\(result.input), \(result.shape))", result.costs.last ?? 0, "ns/B at 1 MiB", digits: 1)
    }
    try report.finish(json: options.json)
    if let worst = ordered.first, worst.worst > bound {
      throw BenchmarkOptions.Unknown(description: "\(worst.rule) costs \(worst.worst.formatted(0)) ns/B")
    }
    if !growing.isEmpty {
      throw BenchmarkOptions.Unknown(description: "\(growing.count) inputs cost more than linear time")
    }
  }
}

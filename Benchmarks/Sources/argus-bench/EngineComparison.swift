/// This is one thing measured through the bare engine and through the matcher, in interleaved rounds.
struct EngineComparison {
  private var engine = Samples()
  private var matcher = Samples()
  private var ratio = Samples()

  /// Runs both once over so many bytes.
  mutating func round(bytes: Int, _ scanEngine: () throws -> Void, _ scanMatcher: () throws -> Void) rethrows {
    let start = Stopwatch.cpu()
    try scanEngine()
    let middle = Stopwatch.cpu()
    try scanMatcher()
    let end = Stopwatch.cpu()
    let mebibytes = Double(bytes) / 1_048_576
    engine.add(mebibytes / (Double(middle - start) / 1e9))
    matcher.add(mebibytes / (Double(end - middle) / 1e9))
    ratio.add(Double(middle - start) / Double(end - middle))
  }

  func report(as name: String, to report: inout BenchmarkReport) {
    report.add("\(name): hs_scan", engine.median, "MiB/CPU s", digits: 0)
    report.add("\(name): matcher", matcher.median, "MiB/CPU s", digits: 0)
    report.add("\(name): ratio", ratio.median, "", digits: 3)
  }
}

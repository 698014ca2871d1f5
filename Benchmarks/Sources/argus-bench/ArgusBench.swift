import Glibc

/// This is the entry of `argus-bench SUBCOMMAND [--option VALUE]…`.
@main struct ArgusBench {
  /// One line a subcommand.
  static let subcommands: [(name: String, summary: String, run: @Sendable (BenchmarkOptions) throws -> Void)] = [
    (
      "matcher", "RulesetGeneration.scan beside the bare engine on the same database and bytes",
      { try MatcherBenchmark.run($0) }
    ),
    (
      "inspection", "CPU of one inspection at 1 KB, 10 KB, 100 KB and 1 MB, clean and redacted",
      { try InspectionBenchmark.run($0) }
    ),
    (
      "stream", "StreamScanner on text in pieces of 16 B to 4 KiB, beside block scans with a carry window",
      { try StreamBenchmark.run($0) }
    ),
    (
      "hostile", "the dearest bodies that can be written against each rule; fails above the stated bound",
      { try HostileBenchmark.run($0) }
    ),
    ("scale", "compile time, memory and throughput at 10, 100, 1,000 and 5,000 rules", { try ScaleBenchmark.run($0) }),
    (
      "threads", "two threads beside one: the bare engine, the matcher, the inspection", { try ThreadBenchmark.run($0) }
    ),
    (
      "differential", "the engine beside PCRE2 alone on --pairs (rule, text) pairs; no measurement, a proof",
      { try DifferentialRun.run($0) }
    ),
  ]

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let name = arguments.first, let command = subcommands.first(where: { $0.name == name }) else {
      print(
        "usage: argus-bench SUBCOMMAND [--rules PATH]… [--corpus DIR] [--rounds N] [--pairs N] [--seed N] [--shard I/N] [--size N]… [--json FILE]\n"
      )
      for command in subcommands { print("  \(command.name): \(command.summary)") }
      exit(64)
    }
    do {
      try command.run(BenchmarkOptions(arguments.dropFirst()))
    } catch {
      print("argus-bench \(name): \(error)")
      exit(1)
    }
  }
}

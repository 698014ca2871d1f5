import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusRules

struct RulesBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "What each rule costs, the dearest first.",
    discussion: """
      Each rule is compiled alone and scans a built-in text of 256 KiB (code, prose, JSON, logs) in several rounds over
      all rules; the figures are medians of CPU time, with the fastest and the slowest round beside. Compare figures of
      one machine only.

      EXAMPLES
        argusd rules bench --top 20
        argusd rules bench team-rules/ --max-cost 0.5
        argusd rules bench --rule aws.access-key-id --format json

      EXIT CODES
        0  measured      1  a rule costs more than --max-cost, or no rule has that id
        2  faulty configuration
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: "Measure only this rule; may be given several times.")
  var rule: [String] = []

  @Option(help: "Nanoseconds per byte that a rule may cost.")
  var maxCost: Double?

  @Option(help: "How many rounds count.")
  var rounds = 7

  @Option(help: "Show only so many rules; json and csv have all.")
  var top: Int?

  @Option(help: "text, json, markdown or csv.")
  var format: CostFormat = .text

  func validate() throws {
    guard (1...1_000).contains(rounds) else { throw ValidationError("--rounds is a number from 1 to 1000") }
    if let top, top < 0 { throw ValidationError("--top is a number of rules") }
  }

  func run() throws {
    let packs = try RuleSelection.judge(paths, rules: rules)
    DiagnosticOutput.show(packs.faults)
    if !packs.faults.isEmpty { throw ExitStatus.faulty }
    let selected = packs.rules.filter { rule.isEmpty || rule.contains($0.id) }
    if let missing = rule.first(where: { id in !selected.contains { $0.id == id } }) {
      RuleSelection.sayUnknown(missing, in: packs.built)
      throw ExitStatus.blocked
    }
    var meter = RuleMeter()
    meter.rounds = rounds
    let costs = try Patience.during("measuring the rules") { () throws(MatcherError) in try meter.measure(selected) }
    let report = CostReport(costs, limit: maxCost)
    StandardOutput.write(report.rendered(format.form, top: top))
    if !report.tooDear.isEmpty { throw ExitStatus.blocked }
  }
}

enum CostFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown, csv

  var form: CostReport.Format {
    switch self {
    case .text: .text
    case .json: .json
    case .markdown: .markdown
    case .csv: .csv
    }
  }
}

import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusRules

struct RulesOverlapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overlap", abstract: "Find rules that report the same strings.",
    discussion: """
      Texts are made from each pattern, with right checksums and context where the rule demands them, confirmed by PCRE2,
      and run through the whole set. Each pair comes with a text both report and with advice. Rules whose patterns cannot be
      followed are judged by their own examples, which are masked; made-up texts are no secrets and are shown.

      EXAMPLES
        argusd rules overlap
        argusd rules overlap team-rules/ --fail-on duplicate
        argusd rules overlap --samples 40 --format json

      EXIT CODES
        0  done      1  a pair of a kind given with --fail-on      2  faulty configuration
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions
  @OptionGroup var values: ValueOptions

  @Option(help: "How many texts are made from each pattern.")
  var samples = 12

  @Option(help: "duplicate, subset or overlap: such a pair fails the command; may be given several times.")
  var failOn: [OverlapKind] = []

  @Option(help: "text, json or markdown.")
  var format: OverlapFormat = .text

  func validate() throws {
    guard (1...1_000).contains(samples) else { throw ValidationError("--samples is a number from 1 to 1000") }
  }

  func run() throws {
    let packs = try RuleSelection.judge(paths, rules: rules)
    DiagnosticOutput.show(packs.faults)
    if !packs.faults.isEmpty { throw ExitStatus.faulty }
    var search = OverlapSearch()
    search.samplesPerPattern = samples
    let report = Patience.during("comparing the rules") {
      search.run(TextJudge(generation: packs.built.generation), judged: Set(packs.rules.map(\.id)))
    }
    StandardOutput.write(report.rendered(format.form, reveals: values.reveal))
    let unwanted = Set(failOn.map(\.rawValue))
    if report.pairs.contains(where: { unwanted.contains($0.kind.rawValue) }) { throw ExitStatus.blocked }
  }
}

enum OverlapKind: String, ExpressibleByArgument, CaseIterable {
  case duplicate, subset, overlap
}

enum OverlapFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown

  var form: OverlapReport.Format {
    switch self {
    case .text: .text
    case .json: .json
    case .markdown: .markdown
    }
  }
}

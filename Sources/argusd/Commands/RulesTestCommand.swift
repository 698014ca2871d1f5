import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusRules

struct RulesTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Prove rule packs: examples, mutants of them, dead rules, corpora.",
    discussion: """
      Every example goes through the whole pipeline: a `match` example must be reported, with the value it names; a
      `no_match` example must not be. Values made nearly right (one character short, wrong check digits, the other case)
      must not be reported, and values cut out of longer words are told. A rule that its own checks make dead is an error.
      Named packs stand beside the configured ones; proven are their rules and those that they override.

      A corpus is a directory or file with marks in comments of any syntax, or labelled JSON lines (plain or gzip):
        key = "tok_12345678"   # argus: expect acme.token
        # argus: ok acme.token
        key = "tok_1234567"
      Without a threshold every mark must be met; with one the figures decide.

      EXAMPLES
        argusd rules test
        argusd rules test team-rules/ --corpus fixtures/
        argusd rules test --corpus samples.jsonl.gz --min-precision 0.95 --min-recall 0.9
        argusd rules test team-rules/ --format junit > proof.xml

      EXIT CODES
        0  everything holds (warnings may be there)
        1  an example, an asserted mutant, a mark or a threshold does not hold; a rule is dead; a pack is faulty;
           there is no rule; with --strict also any warning
        2  faulty configuration, or a path or corpus that cannot be read
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: "A directory of marked files, one such file, or labelled JSON lines; may be given several times.")
  var corpus: [String] = []

  @Option(help: "The least precision, 0 to 1, of all rules together and of each rule the corpora speak of.")
  var minPrecision: Double?

  @Option(help: "The least recall, 0 to 1, likewise.")
  var minRecall: Double?

  @Option(help: "text, json, jsonl, junit, markdown or sarif.")
  var format: ReportFormat = .text

  @Flag(help: "Warnings fail, too.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Leave warnings out of the text.")
  var quiet = false

  func validate() throws {
    for (name, share) in [("--min-precision", minPrecision), ("--min-recall", minRecall)] {
      guard let share else { continue }
      if !(0...1).contains(share) { throw ValidationError("\(name) is a share from 0 to 1") }
      if corpus.isEmpty { throw ValidationError("\(name) needs --corpus PATH: examples have no such figure") }
    }
  }

  func run() throws {
    let packs = try RuleSelection.judge(paths, rules: rules, provesAnew: true)
    var test = RuleTest()
    test.corpora = corpus
    test.minimumPrecision = minPrecision
    test.minimumRecall = minRecall
    let report = Patience.during("proving the rules") { test.run(packs) }
    if format == .text {
      DiagnosticOutput.list(quiet ? report.errors : report.diagnostics)
      StandardOutput.line(report.summaryLines.joined(separator: "\n"))
    } else {
      StandardOutput.write(report.rendered(format, toolVersion: Daemon.version))
    }
    if report.errors.contains(where: \.saysNothingWasRead) { throw ExitStatus.faulty }
    if !report.errors.isEmpty || strict && !report.warnings.isEmpty { throw ExitStatus.blocked }
  }
}

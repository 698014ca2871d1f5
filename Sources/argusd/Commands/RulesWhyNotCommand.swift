import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusReports
import ArgusRules

struct RulesWhyNotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why-not", abstract: "Say why a rule does not report a text.",
    discussion: """
      Where the pattern matches: each gate with what it saw, and the one that decided. Where it does not: the literal that
      is missing, or how far the text goes along the pattern, and the first step that fails. The gates are those of live
      traffic, with the configured policy and allow lists. Values are masked.

      EXAMPLES
        argusd rules why-not --rule github.token 'token: ghp_0123'
        argusd rules why-not --rule acme.deploy-token - < failing.txt
        argusd rules why-not --rules team.yaml --no-shipped-rules --rule acme.deploy-token 'acme_dt_7f3k'

      EXIT CODES
        0  the rule reports the text      1  it does not, or no rule has that id
        2  faulty configuration
      """)

  @Option(help: "The rule's id.")
  var rule: String

  @Argument(help: "The text; - reads standard input.")
  var text: String

  @Option(help: "The file name that the rule's scope and allow list see.")
  var file = ""

  @OptionGroup var rules: RuleOptions
  @OptionGroup var values: ValueOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run() throws {
    let configuration = try rules.requireConfiguration()
    let built = try RuleSelection.build(configuration.rules, environment: rules.environment)
    let bytes = text == "-" ? try StandardInput.readAll() : Array(text.utf8)
    let judge = TextJudge(generation: built.generation, settings: configuration.inspectionSettings)
    guard let answer = WhyNot(rule, bytes, judge, filename: file, reveals: values.reveal) else {
      RuleSelection.sayUnknown(rule, in: built)
      throw ExitStatus.blocked
    }
    StandardOutput.write(format == .text ? answer.text : answer.json.indented + "\n")
    if !answer.isReported { throw ExitStatus.blocked }
  }
}

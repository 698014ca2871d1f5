import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusRules

struct RulesTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run every example of the packs through the whole pipeline.",
    discussion: """
      A `match` example must be reported, with the value it names; a `no_match` example must not be.

      EXAMPLES
        argusd rules test
        argusd rules test team-rules/ --format json

      EXIT CODES
        0  every example holds      1  at least one does not, or a pack is faulty
        2  faulty configuration
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run() throws {
    let built = try RuleSelection.build(paths: paths, rules: rules, provesAnew: true)
    let diagnostics = built.diagnostics.filter { $0.severity == .error }
    let failed = built.examples.failures.count
    switch format {
    case .text:
      DiagnosticOutput.list(diagnostics)
      print("\(built.generation.rules.count) rules, \(built.examples.exampleCount) examples, \(failed) failed")
    case .json:
      print(
        DiagnosticOutput.json(
          diagnostics,
          summary: [
            "rules": built.generation.rules.count, "examples": built.examples.exampleCount, "failed": failed,
          ]))
    }
    if !diagnostics.isEmpty { throw ExitStatus.blocked }
  }
}

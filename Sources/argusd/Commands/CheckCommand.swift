import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusRules

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check configuration and rules exactly as start and reload would.",
    discussion: """
      EXAMPLES
        argusd check
        argusd check --config argus.yaml && argusd reload
        argusd check --format json

      EXIT CODES
        0  everything may go live       2  errors, each with file:line:column
      """)

  @OptionGroup var rules: RuleOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run() throws {
    let (configuration, faults) = rules.daemonOptions.configuration()
    var diagnostics = faults
    var loaded = 0
    if !faults.contains(where: { $0.severity == .error }) {
      let built = try RuleSelection.build(configuration.rules, environment: rules.environment)
      diagnostics += built.diagnostics
      loaded = built.generation.rules.count
    }
    let errors = diagnostics.count { $0.severity == .error }
    switch format {
    case .text:
      DiagnosticOutput.list(diagnostics)
      let file = rules.daemonOptions.configurationFile ?? "built-in defaults"
      let counts = "\(Figure.count(loaded, "rule")), \(Figure.count(errors, "error"))"
      StandardOutput.line("\(file): \(counts), policy: \(configuration.policy.summary)")
    case .json:
      StandardOutput.line(DiagnosticOutput.json(diagnostics, summary: ["rules": loaded, "errors": errors]))
    }
    if errors > 0 { throw ExitStatus.faulty }
  }
}

import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusRules

struct RulesShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one rule as it is in force: whole, with its place, overrides and engine.",
    discussion: """
      Prints YAML that can be put into a pack as it is, under comments that say where the rule comes from.

      EXAMPLES
        argusd rules show github.token
        argusd rules show acme.deploy-token --rules team-rules/
        argusd rules show github.token --format json

      EXIT CODES
        0  shown      1  no rule has that id
        2  faulty configuration or rules; a rule that was read is shown all the same
      """)

  @Argument(help: "The rule's id.")
  var id: String

  @OptionGroup var rules: RuleOptions

  @Option(help: "yaml or json.")
  var format: ShowFormat = .yaml

  func run() throws {
    let setting = try rules.requireConfiguration().rules
    let builder = GenerationBuilder(environment: rules.environment)
    let loaded = builder.load(setting)
    let faults = loaded.diagnostics.filter { $0.severity == .error }
    DiagnosticOutput.show(faults)
    guard let card = try RuleCard.find(id, in: loaded, builder: builder) else {
      let near = loaded.ruleSet.nearestID(to: id).map { "did you mean `\($0)`?" }
      StandardError.write("no rule has the id `\(id)`; \(near ?? "`argusd rules list` shows the ids")\n")
      throw faults.isEmpty ? ExitStatus.blocked : ExitStatus.faulty
    }
    switch format {
    case .yaml: StandardOutput.write(card.yaml)
    case .json: StandardOutput.line(card.json)
    }
    // An error on standard error says more than a comment in the YAML that a script passes on.
    DiagnosticOutput.show(card.faults)
    if !faults.isEmpty || !card.faults.isEmpty { throw ExitStatus.faulty }
  }
}

enum ShowFormat: String, ExpressibleByArgument, CaseIterable {
  case yaml, json
}

import ArgumentParser

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Check, prove and list rule packs.",
    discussion: """
      EXAMPLES
        argusd rules lint team-rules/
        argusd rules test
        argusd rules list --rule aws.access-key-id
      """,
    subcommands: [
      RulesLintCommand.self, RulesTestCommand.self, RulesListCommand.self, RulesDiffCommand.self,
      RulesBenchCommand.self, RulesOverlapCommand.self, RulesExplainCommand.self, RulesWhyNotCommand.self,
    ])
}

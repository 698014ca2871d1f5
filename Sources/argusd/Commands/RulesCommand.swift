import ArgumentParser

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Check, prove, compare, explain and list rule packs.",
    discussion: """
      EXAMPLES
        argusd rules lint team-rules/
        argusd rules test --corpus fixtures/
        argusd rules diff git:main rules --corpus fixtures/
        argusd rules explain aws.access-key-id
        argusd rules list --rule aws.access-key-id
      """,
    subcommands: [
      RulesLintCommand.self, RulesTestCommand.self, RulesListCommand.self, RulesDiffCommand.self,
      RulesBenchCommand.self, RulesOverlapCommand.self, RulesExplainCommand.self, RulesWhyNotCommand.self,
    ])
}

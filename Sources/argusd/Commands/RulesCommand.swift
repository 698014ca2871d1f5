import ArgumentParser

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Write, check, prove, compare, explain, list and convert rule packs.",
    discussion: """
      EXAMPLES
        argusd rules new team-rules/acme.yaml
        argusd rules lint team-rules/
        argusd rules test --corpus fixtures/
        argusd rules diff git:main rules --corpus fixtures/
        argusd rules show aws.access-key-id
        argusd rules explain aws.access-key-id
      """,
    subcommands: [
      RulesLintCommand.self, RulesTestCommand.self, RulesDiffCommand.self, RulesBenchCommand.self,
      RulesOverlapCommand.self, RulesExplainCommand.self, RulesWhyNotCommand.self, RulesListCommand.self,
      RulesShowCommand.self, RulesSchemaCommand.self, RulesNewCommand.self, RulesFormatCommand.self,
      RulesImportCommand.self,
    ])
}

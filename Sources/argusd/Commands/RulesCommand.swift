import ArgumentParser

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Write, check, prove, list and convert rule packs.",
    discussion: """
      EXAMPLES
        argusd rules lint team-rules/
        argusd rules test
        argusd rules show aws.access-key-id
        argusd rules new team-rules/acme.yaml
      """,
    subcommands: [
      RulesLintCommand.self, RulesTestCommand.self, RulesDiffCommand.self, RulesBenchCommand.self,
      RulesOverlapCommand.self, RulesExplainCommand.self, RulesWhyNotCommand.self, RulesListCommand.self,
      RulesShowCommand.self, RulesSchemaCommand.self, RulesNewCommand.self, RulesFormatCommand.self,
      RulesImportCommand.self,
    ])
}

import ArgumentParser
import ArgusDaemon
import ArgusRules

struct RulesSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of rule packs, for editors.",
    discussion: """
      EXAMPLES
        argusd rules schema > argus.rules.v1.schema.json
        (then, on the first line of a pack)
        # yaml-language-server: $schema=argus.rules.v1.schema.json

      EXIT CODES
        0  always
      """)

  func run() { StandardOutput.write(RulePackSchema.json()) }
}

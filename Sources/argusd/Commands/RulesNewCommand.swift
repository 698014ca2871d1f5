import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusRules
import FoundationEssentials

struct RulesNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a commented pack with one rule that works, to begin from.",
    discussion: """
      EXAMPLES
        argusd rules new                                              prints it
        argusd rules new team-rules/acme.yaml
        argusd rules new --pack acme.tokens --id acme.deploy-token team-rules/acme.yaml

      EXIT CODES
        0  written      2  the file exists already or cannot be written
      """)

  @Option(help: "The id of the rule.")
  var id = "my-team.example-token"

  @Option(help: "The id of the pack.")
  var pack = "my-team.tokens"

  @Argument(help: "The file to write (default: standard output).")
  var file: String?

  @Flag(help: "Replace a file that exists.")
  var force = false

  func validate() throws {
    for (name, value) in [("--id", id), ("--pack", pack)] where !RuleID.isWellFormed(value) {
      throw ValidationError(
        "\(name): `\(value)` is no id; ids are lower-case words of a-z, 0-9, `_` and `-`, joined by dots")
    }
  }

  func run() throws {
    let text = PackSkeleton.text(pack: pack, rule: id)
    guard let file else {
      StandardOutput.write(text)
      return
    }
    try TextFile.write(text, to: file, force: force)
    StandardOutput.line("wrote \(file)\nnext: argusd rules lint \(file) && argusd rules test \(file)")
  }
}

import ArgumentParser
import ArgusDaemon

/// The command line of Argus: nothing but subcommands and their words.
@main
struct Argusd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "argusd",
    abstract: "Keeps secrets, personal data and proprietary text from leaving with the requests of AI coding tools.",
    discussion: """
      EXAMPLES
        argusd serve                         start the proxy on http://127.0.0.1:8080
        argusd try                           see a made-up secret stopped
        argusd scan src/                     look for findings in files
        argusd rules lint my-rules/          check rule packs before they go live
        argusd reload                        make edited rules live, or learn why not

      Each command has examples and exit codes of its own: argusd help COMMAND. Wrong usage is 64 in all of them.
      """,
    version: Daemon.version,
    subcommands: [
      ServeCommand.self, ReloadCommand.self, CheckCommand.self, InitCommand.self, ScanCommand.self, TryCommand.self,
      RulesCommand.self, VersionCommand.self,
    ])
}

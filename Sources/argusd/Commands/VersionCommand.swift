import ArgumentParser
import ArgusDaemon

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version.",
    discussion: """
      EXAMPLES
        argusd version
        argusd version --format json

      EXIT CODES
        0  always
      """)

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run() {
    switch format {
    case .text: StandardOutput.line("argusd \(Daemon.version)")
    case .json: StandardOutput.line("{\"name\":\"argusd\",\"version\":\"\(Daemon.version)\"}")
    }
  }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

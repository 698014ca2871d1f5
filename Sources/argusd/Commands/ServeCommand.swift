public import ArgumentParser
public import ArgusDaemon
import ArgusRules

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Start the proxy.",
    discussion: """
      Listens for AI clients, inspects every request, and forwards what the policy lets through. SIGHUP reloads the
      configuration and the rules, SIGTERM and SIGINT let running requests finish.

      EXAMPLES
        argusd serve
        argusd serve --config argus.yaml --rules team-rules/
        argusd serve --port 0 --upstream anthropic=http://127.0.0.1:9000

      EXIT CODES
        0  stopped by a signal          2  faulty configuration or rules, or the address is taken
      """)

  @OptionGroup var rules: RuleOptions

  @Option(help: "The address to listen on (default: 127.0.0.1).")
  var host: String?

  @Option(help: "The port to listen on (default: 8080); 0 lets the system choose.")
  var port: Int?

  @Option(help: ArgumentHelp("Send requests for NAME to URL instead.", valueName: "name=url"))
  var upstream: [String] = []

  @Flag(name: .shortAndLong, help: "Print only the first line of the banner.")
  var quiet = false

  @Option(help: "trace, debug, info, notice, warning, error or critical (default: info).")
  var logLevel: LogSetting.Level?

  @Option(help: "text or json (default: text).")
  var logFormat: LogSetting.Format?

  func validate() throws {
    if let port, !(0...65_535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535") }
    _ = try upstreams()
  }

  func run() async throws {
    var options = rules.daemonOptions
    options.host = host
    options.port = port
    options.upstreams = try upstreams()
    options.isQuiet = quiet
    options.logLevel = logLevel
    options.logFormat = logFormat
    do {
      try await Daemon(options: options, environment: rules.environment, print: { StandardOutput.write($0 + "\n") })
        .run()
    } catch let fault as StartFault {
      DiagnosticOutput.show(fault.diagnostics)
      throw ExitStatus.faulty
    }
  }

  private func upstreams() throws -> [UpstreamSetting] {
    try upstream.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ValidationError("--upstream takes NAME=URL, not `\(text)`") }
      do {
        return try UpstreamSetting(name: parts[0], url: parts[1])
      } catch {
        throw ValidationError("--upstream \(parts[0]): \(error)")
      }
    }
  }
}

extension LogSetting.Level: ExpressibleByArgument {}
extension LogSetting.Format: ExpressibleByArgument {}

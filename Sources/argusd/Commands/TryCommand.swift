import ArgumentParser
import ArgusDaemon
import ArgusReports
import ArgusRules
import FoundationEssentials

struct TryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try", abstract: "Send a made-up secret through the proxy and see what would have left.",
    discussion: """
      Uses the daemon that answers at --url (or at the configured address), else a proxy of its own for the moment.
      The request goes to an upstream on this machine that only repeats what it received: nothing leaves.

      EXAMPLES
        argusd try
        argusd try --url http://127.0.0.1:8080
        argusd try --text 'mail jane@example.org the invoice'

      EXIT CODES
        0  the secret was redacted or blocked      1  the text would have left unchanged
        2  faulty configuration or rules           5  no daemon answers at --url
      """)

  @Option(help: "The running daemon to test.")
  var url: String?

  @Option(help: "The text to send instead of the made-up secret.")
  var text: String?

  @Flag(help: "Do not look for a running daemon.")
  var embedded = false

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @OptionGroup var rules: RuleOptions

  func run() async throws {
    let sample = TrySample(text: text)
    if !embedded, let client = try? DaemonAddress.client(url: url, config: rules.config),
      (try? await DaemonHealth.fetch(client)) != nil
    {
      try report(try await sample.send(through: client), sample, "the daemon at http://\(client.host):\(client.port)")
      return
    }
    if let url {
      StandardError.write("no argusd answers at \(url)\n")
      throw ExitStatus.unreachable
    }
    do {
      let result = try await EmbeddedProxy.run(options: rules.daemonOptions, environment: rules.environment) { url in
        try await sample.send(through: try LocalHTTPClient(url: url))
      }
      try report(result, sample, "a proxy of its own")
    } catch let fault as StartFault {
      DiagnosticOutput.show(fault.diagnostics)
      throw ExitStatus.faulty
    }
  }

  private func report(_ result: TryResult, _ sample: TrySample, _ route: String) throws {
    switch format {
    case .text:
      StandardOutput.line("through   \(route)")
      StandardOutput.line("before    \(sample.body)")
      switch result {
      case .left(let body):
        StandardOutput.line("after     \(body)")
        StandardOutput.line(body == sample.body ? "verdict   passed unchanged" : "verdict   redacted")
      case .refused(let status, let message):
        StandardOutput.line("after     (nothing left)")
        StandardOutput.line("verdict   blocked, HTTP \(status): \(message)")
      }
    case .json:
      let before = JSONValue.quoted(sample.body)
      switch result {
      case .left(let body):
        let verdict = body == sample.body ? "passed" : "redacted"
        StandardOutput.line("{\"verdict\":\"\(verdict)\",\"before\":\(before),\"after\":\(JSONValue.quoted(body))}")
      case .refused(let status, let message):
        let text = JSONValue.quoted(message)
        StandardOutput.line(
          "{\"verdict\":\"blocked\",\"before\":\(before),\"after\":null,\"status\":\(status),\"message\":\(text)}")
      }
    }
    if case .left(let body) = result, body == sample.body { throw ExitStatus.blocked }
  }
}

import ArgumentParser
import ArgusDaemon
import FoundationEssentials
import Glibc

struct ReloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Make a running daemon read its configuration and rules again, and tell the result.",
    discussion: """
      Sends SIGHUP to the daemon that answers at the address and waits until it says what came of it.

      EXAMPLES
        argusd reload
        argusd reload --url http://127.0.0.1:9090

      EXIT CODES
        0  the new rules are live        2  refused: the old rules stay live, diagnostics follow
        5  no daemon answers
      """)

  @Option(help: "Where the daemon listens (default: from the configuration).")
  var url: String?

  @Option(name: .long, help: "The configuration file that names the address.")
  var config: String?

  @Option(help: "Seconds to wait for the result.")
  var timeout: Int = 120

  func run() async throws {
    let client = try DaemonAddress.client(url: url, config: config)
    guard let before = try? await DaemonHealth.fetch(client) else {
      StandardError.write("no argusd answers at http://\(client.host):\(client.port)\n")
      throw ExitStatus.unreachable
    }
    // The answer may come from anybody who listens there: signal nothing but an argusd.
    guard before.isArgusd else {
      StandardError.write("what answers at http://\(client.host):\(client.port) is no argusd of this machine\n")
      throw ExitStatus.unreachable
    }
    guard kill(before.pid, SIGHUP) == 0 else {
      StandardError.write("cannot signal process \(before.pid): not this user's, or on another machine\n")
      throw ExitStatus.unreachable
    }
    let deadline = ContinuousClock.now.advanced(by: .seconds(timeout))
    while ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
      guard let now = try? await DaemonHealth.fetch(client) else { continue }
      if now.reloads.succeeded > before.reloads.succeeded {
        StandardOutput.line(
          "live: generation \(now.generation), \(now.rulesLoaded) rules, digest \(now.rulesetDigest.prefix(12))")
        return
      }
      if now.reloads.failed > before.reloads.failed {
        StandardError.write("refused: generation \(now.generation) stays live\n")
        for reason in now.stale?.reasons ?? [] { StandardError.write(reason + "\n") }
        throw ExitStatus.faulty
      }
    }
    StandardError.write("no result within \(timeout) s; see the daemon's log\n")
    throw ExitStatus.faulty
  }
}

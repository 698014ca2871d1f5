import ArgusAuthoring
import ArgusDaemon
import ArgusProxy
import ArgusRules
import FoundationEssentials

/// What `/health` of a running daemon says, as far as commands need it.
struct DaemonHealth: Decodable {
  struct Reloads: Decodable {
    var succeeded: UInt64
    var failed: UInt64
  }

  struct Stale: Decodable {
    var reasons: [String]
  }

  var pid: Int32
  var generation: UInt64
  var rulesetDigest: String
  var rulesLoaded: Int
  var reloads: Reloads
  var stale: Stale?

  enum CodingKeys: String, CodingKey {
    case pid, generation, reloads, stale
    case rulesetDigest = "ruleset_digest"
    case rulesLoaded = "rules_loaded"
  }

  /// Whether the process that the answer names runs this program.
  var isArgusd: Bool {
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
    // A replaced binary reads `… (deleted)`; an own executable with extensions has a name of its own.
    let own = ShippedRules.runningExecutable()
    let name = target?.split(separator: "/").last?.split(separator: " ").first
    return pid > 1 && target != nil && (target == own || name == "argusd")
  }

  static func fetch(_ client: LocalHTTPClient) async throws -> DaemonHealth {
    let answer = try await client.send("GET", "/health", timeout: .seconds(5))
    return try JSONDecoder().decode(DaemonHealth.self, from: Data(answer.body))
  }
}

/// Where a command finds the running daemon.
enum DaemonAddress {
  static func client(url: String?, config: String?) throws -> LocalHTTPClient {
    if let url { return try LocalHTTPClient(url: url) }
    let environment = ProcessInfo.processInfo.environment
    var options = DaemonOptions()
    options.configurationFile = ConfigurationLocation.find(flag: config, environment: environment)
    let (configuration, diagnostics) = options.configuration()
    if diagnostics.contains(where: { $0.severity == .error }) {
      DiagnosticOutput.show(diagnostics)
      throw ExitStatus.faulty
    }
    let host = configuration.server.host == "0.0.0.0" ? "127.0.0.1" : configuration.server.host
    return LocalHTTPClient(host: host, port: configuration.server.port)
  }
}

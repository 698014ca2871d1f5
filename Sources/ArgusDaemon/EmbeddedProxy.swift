import ArgusAuthoring
import ArgusMatcher
import ArgusProxy
import ArgusRules
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// This is a whole proxy with its own upstream on loopback, for as long as a closure runs.
public enum EmbeddedProxy {
  /// Starts the proxy on a port the system chooses, runs `body` with its address, and drains it.
  public static func run<Result: Sendable>(
    options: DaemonOptions, environment: [String: String], _ body: @Sendable (String) async throws -> Result
  ) async throws -> Result {
    let (configuration, faults) = options.configuration()
    guard !faults.contains(where: { $0.severity == .error }) else { throw StartFault(diagnostics: faults) }
    let built = try Patience.during("compiling the rules") {
      try GenerationBuilder(environment: environment).build(configuration.rules, number: 1)
    }
    // A verdict by half of the rules would pass for one by all; a failing example is no fault of the rule that is live.
    guard built.faults.isEmpty else { throw StartFault(diagnostics: built.faults) }
    let loopback = LoopbackUpstream(group: MultiThreadedEventLoopGroup.singleton)
    let port = try await loopback.start()
    let status = StatusBoard()
    status.succeeded(built, at: 0, isReload: false)
    let logger = Logger(label: "argusd.embedded") { _ in SwiftLogNoOpLogHandler() }
    let server = ProxyServer(
      configuration: ProxyServer.Configuration(host: "127.0.0.1", port: 0, threads: 1, drainTimeout: .seconds(2)),
      active: ActiveRuleset(
        generation: built.generation,
        bound: configuration.proxyPolicy(generation: built.generation, loopbackPort: port)),
      status: status, logger: logger, version: Daemon.version)
    let address = try await server.start()
    status.update { $0.isReady = true }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(services: [.init(service: server)], logger: logger))
    let result = try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      let result = try await body("http://127.0.0.1:\(address.port ?? 0)")
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      return result
    }
    await loopback.stop()
    return result
  }
}

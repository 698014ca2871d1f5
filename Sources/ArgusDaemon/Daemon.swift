import ArgusAuthoring
import ArgusMatcher
import ArgusProxy
public import ArgusRules
import FoundationEssentials
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// This is the composition root: one function from values to a running service group.
public struct Daemon: Sendable {
  public static let version = "0.1.0"

  private let options: DaemonOptions
  private let builder: GenerationBuilder
  private let print: @Sendable (String) -> Void

  /// - Parameter print: where the banner goes.
  public init(
    options: DaemonOptions, environment: [String: String], print: @escaping @Sendable (String) -> Void
  ) {
    self.options = options
    self.builder = GenerationBuilder(environment: environment)
    self.print = print
  }

  /// Starts, serves until SIGTERM or SIGINT, drains, and returns.
  ///
  /// - Throws: ``StartFault`` when the daemon must not start: faulty configuration, unusable pack, address taken.
  public func run() async throws {
    // Before anything else: a reload that comes early must wait, not end the process.
    let signals = await UnixSignalsSequence(trapping: .sighup)
    // 1. Configuration first: everything below depends on it.
    let (configuration, configurationFaults) = options.configuration()
    guard !configurationFaults.contains(where: { $0.severity == .error }) else {
      throw StartFault(diagnostics: configurationFaults)
    }
    // 2. Logging, before anything that may fail later.
    let writer = LogWriter()
    let logger = configuration.log.logger(writer: writer)
    // 3. Rules, before a socket is open: a proxy that cannot inspect must not accept.
    let built = try Patience.during("compiling the rules") { try builder.build(configuration.rules, number: 1) }
    guard !built.loaded.hasUnreadableFile else { throw StartFault(diagnostics: built.diagnostics) }
    for fault in built.errors {
      logger.error("rule fault at start", metadata: ["diagnostic": "\(fault.oneLine)"])
    }
    // 4. The built-in upstream of `argusd try`.
    let loopback = LoopbackUpstream(group: MultiThreadedEventLoopGroup.singleton)
    let loopbackPort = try await loopback.start()
    // 5. Room for two descriptors a connection, as far as the system allows.
    FileDescriptors.raiseLimit(to: 2 * configuration.limits.maximumConnections + 256, logger: logger)
    // 6. The listening socket; a taken port is told before the banner claims otherwise.
    let active = ActiveRuleset(
      generation: built.generation,
      bound: configuration.proxyPolicy(generation: built.generation, loopbackPort: loopbackPort))
    let status = StatusBoard()
    let now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
    status.succeeded(built, at: now(), isReload: false)
    let server = ProxyServer(
      configuration: configuration.server, active: active, status: status, logger: logger, version: Self.version)
    let address: SocketAddress
    do {
      address = try await server.start()
    } catch {
      await loopback.stop()
      throw StartFault(
        message: "cannot listen on \(configuration.server.host):\(configuration.server.port): \(error)",
        hint: "is another argusd running there? choose another port with `--port`")
    }
    status.update { $0.isReady = true }
    let url = "http://\(configuration.server.host):\(address.port ?? configuration.server.port)"
    let banner = Banner(version: Self.version, url: url, built: built, configuration: configuration)
    // 7. Serve. The group stops in reverse order: reloads end first, then the server drains.
    let reload = ReloadService(
      signals: signals, options: options, builder: builder, active: active, status: status, started: configuration,
      loopbackPort: loopbackPort, now: now, logger: logger)
    var group = ServiceGroupConfiguration(
      services: [
        .init(service: server), .init(service: reload),
        .init(service: Announcement(text: options.isQuiet ? banner.firstLine : banner.text, print: print)),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger.silenced)
    // The server ends within its drain deadline; this is the last resort when it does not.
    group.maximumGracefulShutdownDuration = configuration.server.drainTimeout + .seconds(10)
    try await ServiceGroup(configuration: group).run()
    await loopback.stop()
    logger.notice("argusd stopped")
    await writer.finish()
  }
}

/// This is why the daemon does not start.
public struct StartFault: Error, Sendable {
  public var diagnostics: [Diagnostic]

  init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  init(message: String, hint: String) {
    diagnostics = [Diagnostic(code: "AC0520", message: message, hint: hint)]
  }
}

extension LogSetting {
  func logger(writer: LogWriter) -> Logger {
    let level = Logger.Level(rawValue: level.rawValue) ?? .info
    let format = format
    return Logger(label: "argusd") {
      LineLogHandler(label: $0, level: level, format: format, writer: writer)
    }
  }
}

extension Logger {
  /// The same logger for the lifecycle library, which talks about every step at `info`.
  fileprivate var silenced: Logger {
    var copy = self
    copy.logLevel = max(logLevel, .error)
    return copy
  }
}

/// This is the banner, printed only when the group has trapped its signals: who reads it may stop the daemon at once.
private struct Announcement: Service {
  let text: String
  let print: @Sendable (String) -> Void

  func run() async throws {
    print(text)
    try await gracefulShutdown()
  }
}

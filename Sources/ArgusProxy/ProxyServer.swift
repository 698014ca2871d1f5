public import ArgusMatcher
public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// This is the listening side: it accepts clients, and on graceful shutdown stops accepting, lets running requests
/// and streams finish up to the deadline, and then closes what is left.
public final class ProxyServer: Service {
  public struct Configuration: Sendable {
    public var host: String
    /// 0 lets the system choose.
    public var port: Int
    /// Event loops; nil for one per core.
    public var threads: Int?
    public var drainTimeout: Duration

    public init(
      host: String = "127.0.0.1", port: Int = 8080, threads: Int? = nil, drainTimeout: Duration = .seconds(30)
    ) {
      self.host = host
      self.port = port
      self.threads = threads
      self.drainTimeout = drainTimeout
    }
  }

  private enum State {
    case initial
    case running(Running)
    case stopped
  }

  private struct Running: Sendable {
    var listener: any Channel
    var group: MultiThreadedEventLoopGroup
    var shards: LoopShards
    var workers: ScanWorkers
  }

  private let configuration: Configuration
  private let active: ActiveRuleset<ProxyPolicy>
  private let status: StatusBoard
  private let logger: Logger
  private let version: String
  private let state = Mutex(State.initial)

  /// - Parameter version: what `/health` and `/metrics` say of the running program.
  public init(
    configuration: Configuration, active: ActiveRuleset<ProxyPolicy>, status: StatusBoard, logger: Logger,
    version: String = "unknown"
  ) {
    self.configuration = configuration
    self.active = active
    self.status = status
    self.logger = logger
    self.version = version
  }

  /// Binds and starts to accept; returns the bound address. Call once, before ``run()``.
  ///
  /// - Throws: when the address cannot be bound.
  public func start() async throws -> SocketAddress {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.threads ?? System.coreCount))
    let workers = ScanWorkers(count: System.coreCount)
    let services = ProxyServices(
      active: active, workers: workers, status: status, host: configuration.host, version: version,
      log: RequestLog(logger: logger))
    let shards = LoopShards(group: group, workers: workers)
    do {
      let listener = try await Self.bootstrap(group, services: services, shards: shards)
        .bind(host: configuration.host, port: configuration.port).get()
      guard let address = listener.localAddress else { throw ChannelError.unknownLocalAddress }
      state.withLock {
        $0 = .running(Running(listener: listener, group: group, shards: shards, workers: workers))
      }
      return address
    } catch {
      await workers.stop()
      try? await group.shutdownGracefully()
      throw error
    }
  }

  /// Runs until graceful shutdown has drained the server. When cancelled instead, connections are closed at once.
  public func run() async throws {
    do {
      try await gracefulShutdown()
      await stop(drainTimeout: configuration.drainTimeout)
    } catch {
      await stop(drainTimeout: .zero)
    }
  }

  /// Stops accepting, waits for running requests up to `drainTimeout`, closes the rest and frees every thread.
  ///
  /// ``run()`` does this by itself; call it where no service group runs the server. Does nothing the second time.
  public func stop(drainTimeout: Duration) async {
    let running = state.withLock { state -> Running? in
      guard case .running(let running) = state else { return nil }
      state = .stopped
      return running
    }
    guard let running else { return }
    status.update { $0.isDraining = true }
    logger.info("draining")
    // Failures to close mean that it is closed already; there is nothing left to do about them.
    try? await running.listener.close()
    await running.shards.drain(timeout: drainTimeout)
    await running.workers.stop()
    try? await running.group.shutdownGracefully()
    logger.info("stopped")
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, services: ProxyServices, shards: LoopShards
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // Out of file descriptors: wait a little instead of asking for the same failure again at once.
          try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
        }
      }
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try addHandlers(to: channel, services: services, shard: shards.shard(of: channel.eventLoop))
        }
      }
  }

  private static func addHandlers(to channel: any Channel, services: ProxyServices, shard: LoopShard?) throws {
    let limits = services.active.lease().bound.limits
    let pipeline = channel.pipeline.syncOperations
    guard let shard, services.admission.admitConnection(maximum: limits.maximumConnections) else {
      services.metrics.limitsHit.add("connections")
      return try pipeline.addHandler(ConnectionRefusal())
    }
    var parsing = NIOHTTPDecoderLimitConfiguration()
    parsing.maxHeaderFieldSize = limits.maximumHeaderBytes
    parsing.maxHeaderListSize = limits.maximumHeaderBytes
    parsing.maxHeaderFieldCount = limits.maximumHeaderCount
    let handler = ProxyHandler(services: services, shard: shard)
    try pipeline.addHandler(ByteArrival(proxy: handler))
    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: parsing)))
    try pipeline.addHandler(handler)
  }
}

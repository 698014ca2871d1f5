public import ArgusMatcher
public import Logging
public import NIOCore
public import ServiceLifecycle

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

    public init(host: String = "127.0.0.1", port: Int = 8080, threads: Int? = nil, drainTimeout: Duration = .seconds(30)) {
      self.host = host
      self.port = port
      self.threads = threads
      self.drainTimeout = drainTimeout
    }
  }

  public init(
    configuration: Configuration, active: ActiveRuleset<ProxyPolicy>, status: StatusBoard, logger: Logger
  ) {
    fatalError("owned by the ArgusProxy author")
  }

  /// Binds and starts to accept; returns the bound address. Call once, before ``run()``.
  public func start() async throws -> SocketAddress {
    fatalError("owned by the ArgusProxy author")
  }

  /// Runs until graceful shutdown has drained the server.
  public func run() async throws {
    fatalError("owned by the ArgusProxy author")
  }
}

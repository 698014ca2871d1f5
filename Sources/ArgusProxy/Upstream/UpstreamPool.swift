import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// This is one event loop's connections to origins. It belongs to that loop and is used on it alone.
///
/// Only idle connections are kept here, at most ``maximumIdle`` of them, each for ``idleTimeout``; busy ones are
/// bounded by the number of clients.
final class UpstreamPool {
  /// Shorter than the keep-alive time of the providers' front ends, so that a connection seldom dies in our hands.
  static let idleTimeout: TimeAmount = .seconds(30)
  static let maximumIdle = 64

  private struct Idle {
    var connection: UpstreamConnection
    var since: NIODeadline
  }

  private let eventLoop: any EventLoop
  private let tls: TLSContexts
  /// Per origin, the most recently used last.
  private var idle: [UpstreamOrigin: [Idle]] = [:]
  private var idleCount = 0
  private var sweep: Scheduled<Void>?
  private var isClosed = false

  init(eventLoop: any EventLoop, tls: TLSContexts) {
    self.eventLoop = eventLoop
    self.tls = tls
  }

  /// Hands out an idle connection at once or a new one later. `completion` runs on the loop, exactly once.
  func acquire(
    _ upstream: Upstream, generation: UInt64, connectTimeout: TimeAmount,
    _ completion: @escaping (Result<UpstreamConnection, UpstreamError>) -> Void
  ) {
    let origin = UpstreamOrigin(upstream, generation: generation)
    while let candidate = idle[origin]?.popLast() {
      idleCount -= 1
      // A connection that the origin has closed meanwhile is dropped here, before anything is written to it.
      if candidate.connection.isUsable { return completion(.success(candidate.connection)) }
    }
    guard origin.isTLS else {
      return connect(origin, context: nil, timeout: connectTimeout, completion)
    }
    tls.context(for: origin, generation: generation, on: eventLoop).assumeIsolated().whenComplete { result in
      switch result {
      case .success(let context): self.connect(origin, context: context, timeout: connectTimeout, completion)
      case .failure: completion(.failure(.tlsFailed))
      }
    }
  }

  private func connect(
    _ origin: UpstreamOrigin, context: NIOSSLContext?, timeout: TimeAmount,
    _ completion: @escaping (Result<UpstreamConnection, UpstreamError>) -> Void
  ) {
    let attempt = ClientBootstrap(group: eventLoop)
      .connectTimeout(timeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try UpstreamConnection.addHandlers(to: channel, origin: origin, tls: context)
        }
      }
      .connect(host: origin.host, port: origin.port)
    attempt.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let channel):
        guard let connection = try? channel.pipeline.syncOperations.handler(type: UpstreamConnection.self) else {
          // The origin hung up between the handshake and here.
          return completion(.failure(.connectFailed))
        }
        connection.pool = self
        completion(.success(connection))
      case .failure(let error):
        completion(.failure(Self.isTimeout(error) ? .connectTimeout : .connectFailed))
      }
    }
  }

  private static func isTimeout(_ error: any Error) -> Bool {
    if case .connectTimeout? = error as? ChannelError { return true }
    guard let attempts = (error as? NIOConnectionError)?.connectionErrors, !attempts.isEmpty else { return false }
    return attempts.allSatisfy { attempt in
      if case .connectTimeout? = attempt.error as? ChannelError { return true }
      return false
    }
  }

  func putBack(_ connection: UpstreamConnection) {
    guard !isClosed, idleCount < Self.maximumIdle, connection.isUsable else { return connection.close() }
    idle[connection.origin, default: []].append(Idle(connection: connection, since: .now()))
    idleCount += 1
    scheduleSweep()
  }

  /// The connection closed while it was idle.
  func forget(_ connection: UpstreamConnection) {
    guard var list = idle[connection.origin], let index = list.firstIndex(where: { $0.connection === connection })
    else { return }
    list.remove(at: index)
    idleCount -= 1
    idle[connection.origin] = list.isEmpty ? nil : list
  }

  /// Closes what is idle; what comes back later is closed too.
  func close() {
    isClosed = true
    sweep?.cancel()
    sweep = nil
    let all = idle.values.flatMap { $0 }
    idle = [:]
    idleCount = 0
    for entry in all { entry.connection.close() }
  }

  private func scheduleSweep() {
    guard sweep == nil, !isClosed else { return }
    sweep = eventLoop.assumeIsolated().scheduleTask(in: Self.idleTimeout) {
      self.sweep = nil
      self.closeExpired(before: .now() - Self.idleTimeout)
      if self.idleCount > 0 { self.scheduleSweep() }
    }
  }

  private func closeExpired(before instant: NIODeadline) {
    let expired = idle.values.flatMap { $0 }.filter { $0.since <= instant }
    for entry in expired {
      forget(entry.connection)
      entry.connection.close()
    }
  }
}

import NIOCore
import NIOPosix
import Synchronization

/// An origin that does what the test says: each accepted connection is handed to the test, or answered by a script.
final class FakeUpstream: Sendable {
  let port: Int
  private let listener: any Channel
  private let connections: Mutex<AsyncStream<RawSocket>.Iterator>
  private let counter: Counter

  private init(listener: any Channel, port: Int, connections: AsyncStream<RawSocket>, count: Counter) {
    self.listener = listener
    self.port = port
    self.connections = Mutex(connections.makeAsyncIterator())
    self.counter = count
  }

  final class Counter: Sendable {
    private let value = Mutex(0)
    func increment() { value.withLock { $0 += 1 } }
    var count: Int { value.withLock { $0 } }
  }

  /// How many connections were ever made.
  var connectionCount: Int { counter.count }

  static func start() async throws -> FakeUpstream {
    let (stream, continuation) = AsyncStream.makeStream(of: RawSocket.self)
    let counter = Counter()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let (bytes, sink) = AsyncStream.makeStream(of: ByteBuffer.self)
          let state = ByteSink.State()
          try channel.pipeline.syncOperations.addHandler(ByteSink(sink, state))
          counter.increment()
          continuation.yield(RawSocket(channel: channel, incoming: bytes, sink: state))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return FakeUpstream(
      listener: listener, port: listener.localAddress?.port ?? 0, connections: stream, count: counter)
  }

  /// The next connection that was made.
  func accept() async throws -> RawSocket {
    var iterator = connections.withLock { $0 }
    guard let next = await iterator.next() else { throw CancellationError() }
    return next
  }

  func stop() async { try? await listener.close() }
}

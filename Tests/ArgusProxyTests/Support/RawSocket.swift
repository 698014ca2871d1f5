import Glibc
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// One TCP connection under the test's full control: exact bytes out, exact bytes in, no HTTP library in between.
actor RawSocket {
  enum Fault: Error { case endedEarly(received: String) }

  private let channel: any Channel
  private var incoming: AsyncStream<ByteBuffer>.Iterator
  private var buffer: [UInt8] = []
  private(set) var hasEnded = false
  private let sink: ByteSink.State
  /// True when the peer ended the connection with a reset.
  nonisolated var wasReset: Bool { sink.wasReset }

  init(channel: any Channel, incoming: AsyncStream<ByteBuffer>, sink: ByteSink.State) {
    self.channel = channel
    self.sink = sink
    self.incoming = incoming.makeAsyncIterator()
  }

  static func connect(port: Int, reads: Bool = true) async throws -> RawSocket {
    let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
    let sink = ByteSink.State()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reads)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ByteSink(continuation, sink))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return RawSocket(channel: channel, incoming: stream, sink: sink)
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

  /// Ends this side only; the peer's end can still be waited for.
  func closeOutput() async throws { try await channel.close(mode: .output) }

  func close() async { try? await channel.close() }

  /// Ends with a reset instead of an orderly close.
  func reset() async throws {
    let options = try #require(channel as? any SocketOptionProvider)
    try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    try? await channel.close()
  }

  /// Waits for the peer to end the connection and returns what came until then.
  func readToEnd() async -> [UInt8] {
    while await readMore() {}
    let all = buffer
    buffer = []
    return all
  }

  func read(count: Int) async throws -> [UInt8] {
    while buffer.count < count { try await need() }
    let bytes = Array(buffer.prefix(count))
    buffer.removeFirst(count)
    return bytes
  }

  /// Everything up to and including `mark`.
  func read(through mark: String) async throws -> String {
    let mark = Array(mark.utf8)
    var searched = 0
    while true {
      if buffer.count >= mark.count {
        for start in searched...(buffer.count - mark.count) where buffer[start..<start + mark.count].elementsEqual(mark)
        {
          let end = start + mark.count
          let text = String(decoding: buffer[..<end], as: UTF8.self)
          buffer.removeFirst(end)
          return text
        }
        searched = buffer.count - mark.count + 1
      }
      try await need()
    }
  }

  private func need() async throws {
    guard await readMore() else { throw Fault.endedEarly(received: String(decoding: buffer, as: UTF8.self)) }
  }

  private func readMore() async -> Bool {
    guard !hasEnded else { return false }
    var iterator = incoming
    let next = await iterator.next(isolation: self)
    incoming = iterator
    guard let next else {
      hasEnded = true
      return false
    }
    buffer.append(contentsOf: next.readableBytesView)
    return true
  }
}

final class ByteSink: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  final class State: Sendable {
    private let reset = Mutex(false)
    var wasReset: Bool { reset.withLock { $0 } }
    func markReset() { reset.withLock { $0 = true } }
  }

  private let continuation: AsyncStream<ByteBuffer>.Continuation
  private let state: State

  init(_ continuation: AsyncStream<ByteBuffer>.Continuation, _ state: State) {
    self.continuation = continuation
    self.state = state
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    continuation.yield(Self.unwrapInboundIn(data))
  }

  func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if (error as? IOError)?.errnoCode == ECONNRESET { state.markReset() }
    context.close(promise: nil)
  }
}

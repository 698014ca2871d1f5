import ArgusReports
public import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// This is an upstream that answers every request with what it received, as JSON, so that the effect of the rules
/// can be shown without sending anything anywhere. It listens on 127.0.0.1 only.
public final class LoopbackUpstream: Sendable {
  private let group: any EventLoopGroup
  private let listener = Mutex<(any Channel)?>(nil)

  public init(group: any EventLoopGroup) { self.group = group }

  /// Binds a port of the system's choice and returns it.
  ///
  /// - Throws: when nothing can be bound.
  public func start() async throws -> Int {
    let channel = try await ServerBootstrap(group: group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(LoopbackHandler())
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    guard let port = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
    listener.withLock { $0 = channel }
    return port
  }

  /// Stops listening; does nothing the second time.
  public func stop() async {
    let channel = listener.withLock { listener -> (any Channel)? in
      defer { listener = nil }
      return listener
    }
    // An error only says that it is closed already.
    try? await channel?.close()
  }
}

/// This is one connection to the loopback: it holds at most ``maximumBytes`` of a body and says when there was more.
private final class LoopbackHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private static let maximumBytes = 64 << 20
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(let part):
      guard body.readableBytes + part.readableBytes <= Self.maximumBytes else { return context.close(promise: nil) }
      body.writeImmutableBuffer(part)
    case .end:
      guard let head else { return }
      self.head = nil
      let document = Self.describe(head, body)
      let headers: HTTPHeaders = ["content-type": "application/json", "content-length": String(document.utf8.count)]
      context.write(Self.wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: document)))), promise: nil)
      context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private static func describe(_ head: HTTPRequestHead, _ body: ByteBuffer) -> String {
    let headers = head.headers.map { JSONValue.strings([$0.name, $0.value]) }
    return JSONValue.object([
      ("method", .string(head.method.rawValue)), ("uri", .string(head.uri)),
      ("headers", .array(headers)),
      ("body_base64", .string(Base64Text.encode(body.readableBytesView))),
    ]).compact
  }
}

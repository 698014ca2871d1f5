import NIOCore
import NIOHTTP1
import NIOSSL

/// This is one connection to an origin: idle in the pool, or carrying one request of one client.
///
/// It goes back to the pool only after a whole response to a wholly written request, and only at the end of the
/// read that brought it: bytes that nobody asked for can then never pass for the next response.
final class UpstreamConnection: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  let origin: UpstreamOrigin
  weak var pool: UpstreamPool?

  private var context: ChannelHandlerContext?
  /// Who gets the response; nil while idle, after the response's end, a failure or cancellation. The client holds
  /// this connection meanwhile: each of those ends lets go on both sides.
  private var client: ProxyHandler?
  private var isFresh = true
  private var isRequestWritten = false
  private var keepsAlive = true
  private var isResponseComplete = false
  private var isPaused = false
  private var isReadHeld = false

  init(origin: UpstreamOrigin) { self.origin = origin }

  static func addHandlers(to channel: any Channel, origin: UpstreamOrigin, tls: NIOSSLContext?) throws {
    let pipeline = channel.pipeline.syncOperations
    if let tls {
      // An address has no server name to indicate; the certificate must then hold the address itself.
      let isAddress = (try? SocketAddress(ipAddress: origin.host, port: origin.port)) != nil
      try pipeline.addHandler(
        NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : origin.host))
    }
    var encoding = HTTPRequestEncoder.Configuration()
    // The framing is exact already; the encoder must not touch it.
    encoding.automaticallySetFramingHeaders = false
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 64 << 10
    limits.maxHeaderListSize = 256 << 10
    try pipeline.addHandler(HTTPRequestEncoder(configuration: encoding))
    try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder(limitConfiguration: limits)))
    try pipeline.addHandler(UpstreamConnection(origin: origin))
  }

  /// False once the origin has closed or failed.
  var isUsable: Bool { context?.channel.isActive ?? false }

  /// Writes one request; its response goes to `client` until the response's end, a failure, or ``cancel()``.
  func send(_ request: ForwardedRequest, for client: ProxyHandler) {
    guard let context else { return client.upstreamFailed(.closedEarly) }
    self.client = client
    isRequestWritten = false
    isResponseComplete = false
    keepsAlive = true
    let isSent = context.eventLoop.makePromise(of: Void.self)
    isSent.futureResult.assumeIsolated().whenSuccess { self.isRequestWritten = true }
    if isFresh {
      // On a new connection the first byte leaves only after the TLS handshake, which the connect timeout covers.
      let isAccepted = context.eventLoop.makePromise(of: Void.self)
      isAccepted.futureResult.assumeIsolated().whenSuccess {
        if self.client === client { client.upstreamAccepted() }
      }
      context.write(Self.wrapOutboundOut(.head(request.head)), promise: isAccepted)
    } else {
      client.upstreamAccepted()
      context.write(Self.wrapOutboundOut(.head(request.head)), promise: nil)
    }
    isFresh = false
    if request.body.readableBytes > 0 {
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(request.body))), promise: nil)
    }
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: isSent)
  }

  /// The client is gone: whatever the origin still works on, it can stop.
  func cancel() {
    client = nil
    close()
  }

  func close() { context?.close(promise: nil) }

  /// Back-pressure: while paused nothing is read from the origin.
  func setPaused(_ paused: Bool) {
    guard paused != isPaused else { return }
    isPaused = paused
    guard !paused, isReadHeld, let context else { return }
    isReadHeld = false
    context.read()
  }

  // MARK: Channel events

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func read(context: ChannelHandlerContext) {
    if isPaused { isReadHeld = true } else { context.read() }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let client else { return }
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      guard head.status.code >= 200 else { return fail(.badResponse) }
      keepsAlive = head.isKeepAlive && head.version == .http1_1
      client.upstreamResponded(head)
    case .body(let buffer): client.upstreamContinued(buffer)
    case .end:
      isResponseComplete = true
      self.client = nil
      client.upstreamEnded()
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    client?.upstreamReadComplete()
    guard isResponseComplete else { return }
    isResponseComplete = false
    // An answer that came before the request was out leaves the origin in the middle of our body.
    guard keepsAlive, isRequestWritten, let pool else { return close() }
    // A slow client may have paused this connection, and nobody else would resume it for the next one.
    setPaused(false)
    pool.putBack(self)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: fail(isRequestWritten ? .closedEarly : .tlsFailed)
    case is HTTPParserError: fail(error as? HTTPParserError == .invalidEOFState ? .closedEarly : .badResponse)
    case is NIOHTTPDecoderError: fail(.badResponse)
    default: fail(.closedEarly)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    pool?.forget(self)
    fail(.closedEarly)
  }

  private func fail(_ error: UpstreamError) {
    let client = self.client
    self.client = nil
    close()
    client?.upstreamFailed(error)
  }
}

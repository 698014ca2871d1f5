import NIOCore
import NIOHTTP1
import NIOPosix

/// This is a client for one plain-HTTP request to this machine, for commands that talk to a running daemon.
public struct LocalHTTPClient: Sendable {
  public struct Response: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
  }

  public let host: String
  public let port: Int

  /// - Parameter url: `http://host:port`.
  public init(url: String) throws(URLFault) {
    let origin = try OriginURL(url)
    guard !origin.isTLS else { throw URLFault(description: "a local daemon is addressed with `http://`") }
    host = origin.host
    port = origin.port
  }

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Sends one request and collects the answer, at most 64 MiB, within `timeout`.
  public func send(
    _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    timeout: Duration = .seconds(30)
  ) async throws -> Response {
    var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path)
    head.headers.add(name: "host", value: "\(host):\(port)")
    head.headers.add(name: "connection", value: "close")
    if !body.isEmpty { head.headers.add(name: "content-length", value: "\(body.count)") }
    for (name, value) in headers { head.headers.add(name: name, value: value) }
    let requestHead = head
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let answer = loop.makePromise(of: Response.self)
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(.seconds(3))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer: answer, timeout: TimeAmount(timeout)))
        }
      }
    do {
      let channel = try await bootstrap.connect(host: host, port: port).get()
      channel.write(HTTPClientRequestPart.head(requestHead), promise: nil)
      if !body.isEmpty {
        channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
      }
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    } catch {
      answer.fail(error)
    }
    return try await answer.futureResult.get()
  }
}

/// This is the reading half: it completes the promise once, with the whole answer or the fault.
private final class AnswerCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private static let maximumBody = 64 << 20
  private let answer: EventLoopPromise<LocalHTTPClient.Response>
  private let timeout: TimeAmount
  private var response = LocalHTTPClient.Response(status: 0, headers: [], body: [])
  private var deadline: Scheduled<Void>?

  init(answer: EventLoopPromise<LocalHTTPClient.Response>, timeout: TimeAmount) {
    self.answer = answer
    self.timeout = timeout
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    let answer = answer
    deadline = context.eventLoop.scheduleTask(in: timeout) {
      answer.fail(ChannelError.connectTimeout(.zero))
      channel.close(promise: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      response.status = Int(head.status.code)
      response.headers = head.headers.map { (name: $0.name, value: $0.value) }
    case .body(let buffer):
      guard response.body.count + buffer.readableBytes <= Self.maximumBody else {
        answer.fail(IOError(errnoCode: 0, reason: "the answer is larger than 64 MiB"))
        context.close(promise: nil)
        return
      }
      response.body.append(contentsOf: buffer.readableBytesView)
    case .end:
      deadline?.cancel()
      answer.succeed(response)
      context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    deadline?.cancel()
    answer.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    answer.fail(ChannelError.eof)
  }
}

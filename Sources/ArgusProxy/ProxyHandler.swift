import ArgusInspection
import ArgusKit
import ArgusMatcher
import NIOCore
import NIOHTTP1

/// This is the path of one request, step by step, on one client connection.
///
/// ``RequestStateMachine`` decides, this performs. Requests are served in order, one at a time: what a client
/// pipelines waits in ``queued`` and, beyond one read, in the socket.
final class ProxyHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  /// How long a connection may lie idle between requests. Longer than clients keep theirs, so that they close first.
  static let idleTimeout: Duration = .seconds(300)
  /// How long a client may go on sending after our last answer before the connection is cut.
  static let lingerTimeout: Duration = .seconds(2)

  let services: ProxyServices
  let shard: LoopShard
  var machine = RequestStateMachine()
  var exchange: Exchange?
  var context: ChannelHandlerContext?
  var timer: ConnectionTimer?
  /// True while this connection's request counts among the active ones.
  var isCounted = false
  private var queued = CircularBuffer<HTTPServerRequestPart>()
  private var isReadHeld = false
  private var isResuming = false
  private var headHasBegun = false

  init(services: ProxyServices, shard: LoopShard) {
    self.services = services
    self.shard = shard
  }

  // MARK: 1. A head arrives

  private func begin(_ head: HTTPRequestHead) {
    headHasBegun = false
    guard machine.receivedHead(keepAlive: head.isKeepAlive && head.version == .http1_1) == .accept else { return }
    services.admission.beginRequest()
    isCounted = true
    let lease = services.active.lease()
    let limits = lease.bound.limits
    do throws(Refusal) {
      let facts = try RequestValidation.facts(of: head, limits: limits)
      // After an upgrade offer the parser reads no further request.
      if facts.hasUpgrade { machine.closeAfterResponse() }
      let isOwnPage = HealthEndpoint.isOwnPage(head)
      let route = isOwnPage ? nil : try Route.decide(head, table: lease.bound.upstreams)
      exchange = Exchange(id: services.requestIDs.next(), lease: lease, head: head, facts: facts, route: route)
      guard (facts.contentLength ?? 0) <= limits.maximumBodyBytes else {
        throw .bodyTooLarge(limit: limits.maximumBodyBytes)
      }
      if facts.expectsContinue && head.version == .http1_1 {
        write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
        context?.flush()
      }
      timer?.expire(in: limits.bodyIdleTimeout)
    } catch {
      let path = RequestFacts.splitTarget(head.uri).path
      refuse(error, provider: exchange?.provider ?? Route.recognise(path: path, headers: head.headers) ?? .generic)
    }
  }

  // MARK: 2. Its body is collected, up to the limit

  private func collect(_ part: ByteBuffer) {
    guard machine.receivedBody() == .accept, let exchange else { return }
    let limits = exchange.policy.limits
    guard part.readableBytes <= limits.maximumBodyBytes - exchange.bodyBytes else {
      return refuse(.bodyTooLarge(limit: limits.maximumBodyBytes), provider: exchange.provider)
    }
    guard !BodyPace.isTooSlow(bytes: exchange.bodyBytes, after: .now() - exchange.startedAt) else {
      return refuse(
        Refusal(.requestTimeout, "body_too_slow", "The request body arrives too slowly."),
        provider: exchange.provider)
    }
    // Last: what is admitted is held by the exchange from here on, which gives it back.
    guard services.admission.admitBody(bytes: part.readableBytes, limits: limits) else {
      return refuse(.overloaded("body_memory"), provider: exchange.provider)
    }
    exchange.append(part, allocator: context?.channel.allocator ?? ByteBufferAllocator())
    timer?.expire(in: limits.bodyIdleTimeout)
  }

  // MARK: 3. It is inspected: here when small, on a worker when large

  private func inspect() {
    guard machine.receivedEnd() == .inspect, let exchange, let context else { return }
    exchange.completedAt = .now()
    timer?.suspend()
    guard exchange.route != nil else { return showOwnPage(exchange) }
    let task = exchange.inspectionTask()
    if exchange.isInspectedInline { return decide(task.run(), exchange) }
    guard let result = services.workers.submit(on: context.eventLoop, task.run) else {
      return refuse(.overloaded("scan_queue"), provider: exchange.provider)
    }
    result.assumeIsolated().whenComplete { result in
      guard self.exchange === exchange, self.machine.inspected() == .act else { return }
      switch result {
      case .success(let result): self.decide(result, exchange)
      case .failure: self.refuse(.overloaded("shutdown"), provider: exchange.provider)
      }
    }
  }

  // MARK: 4. The one decision

  private func decide(_ result: InspectionTask.Result, _ exchange: Exchange) {
    exchange.result = result
    services.metrics.countInspection(result)
    switch result.outcome.verdict {
    case .forward: forward(exchange, body: exchange.body, isPlain: false)
    case .rewrite(let bytes): forward(exchange, body: ByteBuffer(bytes: bytes), isPlain: true)
    case .block: block(exchange, result.outcome)
    }
  }

  private func block(_ exchange: Exchange, _ outcome: InspectionOutcome) {
    if services.blockEvents.isNew(exchange.body, now: .now()) { services.metrics.countBlockEvent() }
    answer(
      BlockResponse.make(
        for: outcome, provider: exchange.provider, style: exchange.policy.block,
        requestID: exchange.id.description))
  }

  // MARK: 5. It leaves

  private func forward(_ exchange: Exchange, body: ByteBuffer, isPlain: Bool) {
    guard let route = exchange.route else { return }
    machine.forwarded()
    let request = ForwardedRequest(
      head: exchange.head, facts: exchange.facts, route: route, body: body, isPlain: isPlain)
    if let completed = exchange.completedAt {
      services.metrics.addedDelay.record(nanoseconds: UInt64(clamping: (.now() - completed).nanoseconds))
    }
    let limits = exchange.policy.limits
    timer?.expire(in: limits.connectTimeout)
    shard.pool.acquire(
      route.upstream, generation: exchange.lease.generation.number,
      connectTimeout: TimeAmount(limits.connectTimeout)
    ) { result in
      switch result {
      case .success(let connection):
        // The client may have left while the connection was made: it serves the next one.
        guard self.exchange === exchange, self.machine.state == .forwarding else {
          return self.shard.pool.putBack(connection)
        }
        exchange.connection = connection
        connection.send(request, for: self)
        self.services.admission.releaseBody(bytes: exchange.dropBody())
      case .failure(let error):
        guard self.exchange === exchange else { return }
        self.upstreamFailed(error)
      }
    }
  }

  /// The request is on the wire; from now on the upstream thinks.
  func upstreamAccepted() {
    guard machine.state == .forwarding, let exchange else { return }
    exchange.isAccepted = true
    timer?.expire(in: exchange.policy.limits.firstByteTimeout)
  }

  // MARK: 6. The response is relayed as it arrives

  func upstreamResponded(_ head: HTTPResponseHead) {
    guard let exchange, let context else { return }
    guard let relay = ResponseRelay(head, to: exchange.head) else {
      exchange.connection?.cancel()
      return upstreamFailed(.badResponse)
    }
    guard machine.responseStarted() == .relay else { return }
    if relay.needsClose { machine.closeAfterResponse() }
    exchange.relay = relay
    exchange.status = head.status
    write(relay.headBytes(allocator: context.channel.allocator, isLast: machine.closesAfterResponse))
    timer?.expire(in: exchange.policy.limits.streamIdleTimeout)
  }

  func upstreamContinued(_ body: ByteBuffer) {
    guard machine.responseContinued() == .relay, let exchange, let context else { return }
    exchange.relay?.relay(body, allocator: context.channel.allocator) { write($0) }
    timer?.expire(in: exchange.policy.limits.streamIdleTimeout)
  }

  func upstreamReadComplete() { context?.flush() }

  // MARK: 7. It ends

  func upstreamEnded() {
    guard machine.responseContinued() == .relay, let exchange else { return }
    exchange.connection = nil
    if let end = exchange.relay?.endBytes() { write(end) }
    finish()
    settle(machine.responseEnded())
  }

  func upstreamFailed(_ error: UpstreamError) {
    guard let exchange else { return }
    exchange.connection = nil
    let action = machine.upstreamFailed()
    guard action != .drop else { return }
    services.metrics.upstreamErrors.add(error.kind)
    exchange.failure = "upstream_\(error.kind)"
    switch action {
    case .answer: refuse(error.refusal(upstream: exchange.route?.upstream.name ?? ""), provider: exchange.provider)
    case .abort:
      cutResponse()
    case .drop: break
    }
  }

  // MARK: Reading

  /// Reading goes on while a request is served, so that a client that leaves is noticed at once; it stops as soon as
  /// something is pipelined.
  func read(context: ChannelHandlerContext) {
    if machine.wantsInput || queued.isEmpty { context.read() } else { isReadHeld = true }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = Self.unwrapInboundIn(data)
    guard machine.wantsInput, queued.isEmpty else { return queued.append(part) }
    receive(part)
  }

  private func receive(_ part: HTTPServerRequestPart) {
    switch part {
    case .head(let head): begin(head)
    case .body(let buffer): collect(buffer)
    case .end: inspect()
    }
  }

  /// Serves what was pipelined, then reads on. Not recursive: an answer given inside continues the outer loop.
  func resume() {
    guard !isResuming else { return }
    isResuming = true
    while machine.wantsInput, let part = queued.popFirst() { receive(part) }
    isResuming = false
    guard machine.wantsInput, isReadHeld, let context else { return }
    isReadHeld = false
    context.read()
  }

  /// Bytes came in, before they are parsed: a head that has begun must be complete in time.
  func bytesArrived() {
    guard machine.isIdle, !headHasBegun else { return }
    headHasBegun = true
    timer?.expire(in: services.active.lease().bound.limits.headerTimeout)
  }

  var isReceivingHead: Bool { headHasBegun }
}

import ArgusKit
import NIOCore
import NIOHTTP1

/// The life of the client's connection: opening, faults, time, back-pressure, draining and closing.
extension ProxyHandler {
  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    shard.add(self)
    timer = ConnectionTimer(eventLoop: context.eventLoop) { [weak self] in self?.timedOut() }
    timer?.expire(in: Self.idleTimeout)
  }

  func channelActive(context: ChannelHandlerContext) {
    // Accepted in the moment before the listener closed.
    if shard.isDraining { drain() }
    context.fireChannelActive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { ended() }

  func channelInactive(context: ChannelHandlerContext) {
    ended()
    context.fireChannelInactive()
  }

  private func ended() {
    guard context != nil else { return }
    context = nil
    timer?.cancel()
    timer = nil
    shard.remove(self)
    services.admission.releaseConnection()
    guard machine.clientGone() == .cancelExchange else { return }
    // Nobody waits for this response any more: the upstream can stop.
    exchange?.connection?.cancel()
    exchange?.connection = nil
    if exchange?.failure == nil { exchange?.failure = "client_gone" }
    finish()
  }

  /// The client's back-pressure becomes the upstream's.
  func channelWritabilityChanged(context: ChannelHandlerContext) {
    exchange?.connection?.setPaused(!context.channel.isWritable)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let parserError = error as? HTTPParserError else { return context.close(promise: nil) }
    guard machine.inputFailed() == .answer else { return }
    refuse(Self.refusal(for: parserError), provider: exchange?.provider ?? .generic)
  }

  private static func refusal(for error: HTTPParserError) -> Refusal {
    switch error {
    case .headerOverflow:
      Refusal(.requestHeaderFieldsTooLarge, "headers_too_large", "The request head is larger than the limit.")
    case .invalidVersion:
      Refusal(.httpVersionNotSupported, "http_version", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    case .invalidMethod: Refusal(.notImplemented, "method", "The request method is not served.")
    default: .malformed("malformed_request", "The request is not well-formed HTTP/1.1.")
    }
  }

  private func timedOut() {
    switch machine.timedOut(headHasBegun: isReceivingHead) {
    case .close: context?.close(promise: nil)
    case .abort:
      services.metrics.upstreamErrors.add(UpstreamError.streamIdle.kind)
      exchange?.failure = "upstream_\(UpstreamError.streamIdle.kind)"
      exchange?.connection?.cancel()
      cutResponse()
    case .answer where machine.state == .forwarding:
      let isAccepted = exchange?.isAccepted ?? false
      exchange?.connection?.cancel()
      upstreamFailed(isAccepted ? .firstByteTimeout : .connectTimeout)
    case .answer:
      refuse(
        Refusal(.requestTimeout, "request_timeout", "The request did not arrive in time."),
        provider: exchange?.provider ?? .generic)
    }
  }

  /// Closes now when nothing is in progress, else after the response.
  func drain() {
    guard machine.drain() == .closeNow else { return }
    context?.close(promise: nil)
  }

  /// Closes whatever is in progress.
  func abort() { context?.close(promise: nil) }
}

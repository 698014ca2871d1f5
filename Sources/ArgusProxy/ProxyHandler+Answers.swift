import ArgusKit
import Glibc
import NIOCore
import NIOHTTP1

/// The answers that are made here, and the end of an exchange however it came.
extension ProxyHandler {
  /// Answers with an error in the provider's shape. Nothing of the request leaves.
  func refuse(_ refusal: Refusal, provider: Provider) {
    if exchange?.failure == nil { exchange?.failure = refusal.reason }
    let id = exchange?.id ?? services.requestIDs.next()
    if refusal.status.code < 500 || refusal.status == .serviceUnavailable {
      services.metrics.limitsHit.add(refusal.reason)
    }
    if exchange == nil { services.metrics.countRequest(provider: provider, action: "refused") }
    // What broke the rules of the protocol once is not read further.
    if exchange == nil { machine.closeAfterResponse() }
    answer(.refusal(refusal, provider: provider, requestID: id.description))
  }

  func showOwnPage(_ exchange: Exchange) {
    do throws(Refusal) {
      answer(try services.health.page(exchange.head, facts: exchange.facts))
    } catch {
      refuse(error, provider: .generic)
    }
  }

  func answer(_ response: OwnResponse) {
    guard let context else { return }
    let action = machine.answered()
    exchange?.status = response.status
    let omitsBody = exchange?.head.method == .HEAD
    write(
      response.serialized(
        allocator: context.channel.allocator, isLast: action != .keepOpen, omitsBody: omitsBody))
    finish()
    settle(action)
  }

  func write(_ buffer: ByteBuffer) { context?.write(Self.wrapOutboundOut(buffer), promise: nil) }

  /// Records the exchange and lets go of it.
  func finish() {
    if isCounted {
      isCounted = false
      services.admission.endRequest()
    }
    guard let exchange else { return }
    self.exchange = nil
    services.admission.releaseBody(bytes: exchange.dropBody())
    let now = NIODeadline.now()
    guard exchange.route != nil else { return }
    services.metrics.countRequest(provider: exchange.provider, action: exchange.action)
    services.metrics.requestDuration.record(nanoseconds: UInt64(clamping: (now - exchange.startedAt).nanoseconds))
    services.log.record(exchange, at: now)
  }

  /// Ends a response in the middle so that the client can tell: neither the end of the chunks nor the full length
  /// comes, and where the end of the connection would pass for the end of the body, the connection is reset.
  func cutResponse() {
    let endsWithConnection = exchange?.relay?.needsClose ?? false
    finish()
    guard let context else { return }
    context.flush()
    if endsWithConnection, let options = context.channel as? any SocketOptionProvider {
      // On its own loop the option is set when the call returns, before the close.
      _ = options.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }
    context.close(promise: nil)
  }

  /// Goes on to the next request, or ends the connection once the answer is out.
  func settle(_ action: RequestStateMachine.CloseAction) {
    guard let context else { return }
    switch action {
    case .keepOpen:
      context.flush()
      timer?.expire(in: Self.idleTimeout)
      resume()
    case .closeAfterFlush, .linger:
      // Closing with unread input would reset the connection and could take our answer from the client:
      // our side ends first, then the client gets a moment to end its own.
      timer?.expire(in: Self.lingerTimeout)
      let isFlushed = context.eventLoop.makePromise(of: Void.self)
      isFlushed.futureResult.assumeIsolated().whenComplete { _ in self.context?.close(mode: .output, promise: nil) }
      context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer()), promise: isFlushed)
      resume()
    }
  }
}

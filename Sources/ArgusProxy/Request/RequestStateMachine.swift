/// This is the life of one client connection as a value: events in, the one thing to do next out.
///
/// It holds no bytes, sockets or clocks; ``ProxyHandler`` performs what it says. Legal paths:
///
/// ```
/// awaitingHead -> collecting -> inspecting -> forwarding -> relaying -> awaitingHead | closed
///      any before relaying -> (own answer) -> awaitingHead when the request was read whole, else lingering -> closed
/// ```
package struct RequestStateMachine: Equatable {
  package enum State: Equatable {
    /// Between requests.
    case awaitingHead
    /// The head is accepted, the body is arriving.
    case collecting
    /// The request is whole, its verdict is pending.
    case inspecting
    /// The request may leave; no byte of a response has been relayed.
    case forwarding
    /// The response's head is on its way to the client.
    case relaying
    /// Our last answer is written although the client still sends: its bytes are dropped until it stops.
    case lingering
    case closed
  }

  package private(set) var state: State = .awaitingHead
  private var isClosingAfterResponse = false

  package init() {}

  /// True while bytes of the client are wanted; else they wait in the socket.
  package var wantsInput: Bool {
    switch state {
    case .awaitingHead, .collecting, .lingering: true
    case .inspecting, .forwarding, .relaying, .closed: false
    }
  }

  package var isIdle: Bool { state == .awaitingHead }
  /// True when the response in progress is the connection's last.
  package var closesAfterResponse: Bool { isClosingAfterResponse }

  package enum InputAction: Equatable { case accept, discard }
  package enum EndAction: Equatable { case inspect, discard }
  package enum CloseAction: Equatable { case keepOpen, closeAfterFlush, linger }
  package enum VerdictAction: Equatable { case act, drop }
  package enum RelayAction: Equatable { case relay, drop }
  package enum FailureAction: Equatable { case answer, abort, drop }
  package enum GoneAction: Equatable { case cancelExchange, nothing }
  package enum DrainAction: Equatable { case closeNow, afterResponse }
  package enum TimeoutAction: Equatable { case close, answer, abort }

  package mutating func receivedHead(keepAlive: Bool) -> InputAction {
    guard state == .awaitingHead else { return .discard }
    state = .collecting
    if !keepAlive { isClosingAfterResponse = true }
    return .accept
  }

  package func receivedBody() -> InputAction { state == .collecting ? .accept : .discard }

  package mutating func receivedEnd() -> EndAction {
    guard state == .collecting else { return .discard }
    state = .inspecting
    return .inspect
  }

  /// The verdict is in. Dropped when the client left meanwhile.
  package func inspected() -> VerdictAction { state == .inspecting ? .act : .drop }

  package mutating func forwarded() {
    precondition(state == .inspecting, "only an inspected request is forwarded")
    state = .forwarding
  }

  package mutating func responseStarted() -> RelayAction {
    guard state == .forwarding else { return .drop }
    state = .relaying
    return .relay
  }

  package func responseContinued() -> RelayAction { state == .relaying ? .relay : .drop }

  package mutating func responseEnded() -> CloseAction {
    precondition(state == .relaying, "a response ends after it started")
    return completed(requestWasRead: true)
  }

  /// An answer of our own is written as a whole.
  package mutating func answered() -> CloseAction {
    switch state {
    case .inspecting, .forwarding: return completed(requestWasRead: true)
    case .awaitingHead, .collecting: return completed(requestWasRead: false)
    case .relaying, .lingering, .closed: preconditionFailure("one request gets one answer")
    }
  }

  private mutating func completed(requestWasRead: Bool) -> CloseAction {
    guard requestWasRead else {
      state = .lingering
      return .linger
    }
    guard isClosingAfterResponse else {
      state = .awaitingHead
      return .keepOpen
    }
    state = .lingering
    return .closeAfterFlush
  }

  /// The upstream failed: before the response began the client gets an answer, later a connection that breaks.
  package mutating func upstreamFailed() -> FailureAction {
    switch state {
    case .forwarding: return .answer
    case .relaying:
      state = .closed
      return .abort
    case .awaitingHead, .collecting, .inspecting, .lingering, .closed: return .drop
    }
  }

  /// The parser cannot read on; nothing after this point is a request.
  package mutating func inputFailed() -> FailureAction {
    switch state {
    case .awaitingHead, .collecting: return .answer
    case .inspecting, .forwarding, .relaying:
      // The fault is in a later, pipelined request: the one in progress is served, then the connection ends.
      isClosingAfterResponse = true
      return .drop
    case .lingering, .closed: return .drop
    }
  }

  package mutating func clientGone() -> GoneAction {
    let wasBusy = state == .inspecting || state == .forwarding || state == .relaying || state == .collecting
    state = .closed
    return wasBusy ? .cancelExchange : .nothing
  }

  package mutating func drain() -> DrainAction {
    isClosingAfterResponse = true
    guard state == .awaitingHead || state == .lingering else { return .afterResponse }
    state = .closed
    return .closeNow
  }

  /// The connection's next request is its last.
  package mutating func closeAfterResponse() { isClosingAfterResponse = true }

  package mutating func timedOut(headHasBegun: Bool) -> TimeoutAction {
    switch state {
    case .awaitingHead where headHasBegun, .collecting, .forwarding: return .answer
    case .awaitingHead, .lingering, .closed:
      state = .closed
      return .close
    case .inspecting: return .answer
    case .relaying:
      state = .closed
      return .abort
    }
  }
}

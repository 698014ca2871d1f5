import ArgusProxy
import Testing

struct RequestStateMachineTests {
  private func machine(_ events: (inout RequestStateMachine) -> Void) -> RequestStateMachine {
    var machine = RequestStateMachine()
    events(&machine)
    return machine
  }

  @Test func wholeExchangeReturnsToTheStart() {
    var machine = RequestStateMachine()
    #expect(machine.receivedHead(keepAlive: true) == .accept)
    #expect(machine.receivedBody() == .accept)
    #expect(machine.receivedEnd() == .inspect)
    #expect(!machine.wantsInput)
    #expect(machine.inspected() == .act)
    machine.forwarded()
    #expect(machine.responseStarted() == .relay)
    #expect(machine.responseContinued() == .relay)
    #expect(machine.responseEnded() == .keepOpen)
    #expect(machine == RequestStateMachine())
  }

  @Test func answerBeforeTheRequestIsReadLingers() {
    var machine = machine { _ = $0.receivedHead(keepAlive: true) }
    #expect(machine.answered() == .linger)
    #expect(machine.wantsInput)
    #expect(machine.receivedBody() == .discard)
    #expect(machine.receivedEnd() == .discard)
    #expect(machine.receivedHead(keepAlive: true) == .discard)
  }

  @Test func answerToAReadRequestKeepsTheConnection() {
    var machine = machine {
      _ = $0.receivedHead(keepAlive: true)
      _ = $0.receivedEnd()
    }
    #expect(machine.answered() == .keepOpen)
  }

  @Test func upstreamFailureIsAnsweredOnlyBeforeTheResponse() {
    var early = machine {
      _ = $0.receivedHead(keepAlive: true)
      _ = $0.receivedEnd()
      $0.forwarded()
    }
    var late = early
    #expect(early.upstreamFailed() == .answer)
    _ = late.responseStarted()
    #expect(late.upstreamFailed() == .abort)
    #expect(late.state == .closed)
    #expect(late.responseContinued() == .drop)
  }

  @Test func verdictForAClientThatLeftIsDropped() {
    var machine = machine {
      _ = $0.receivedHead(keepAlive: true)
      _ = $0.receivedEnd()
    }
    #expect(machine.clientGone() == .cancelExchange)
    #expect(machine.inspected() == .drop)
    #expect(machine.clientGone() == .nothing)
  }

  @Test func drainClosesIdleConnectionsAndEndsBusyOnesAfterTheirResponse() {
    var idle = RequestStateMachine()
    #expect(idle.drain() == .closeNow)
    var busy = machine {
      _ = $0.receivedHead(keepAlive: true)
      _ = $0.receivedEnd()
      $0.forwarded()
      _ = $0.responseStarted()
    }
    #expect(busy.drain() == .afterResponse)
    #expect(busy.responseEnded() == .closeAfterFlush)
  }

  @Test func faultInAPipelinedRequestLetsTheOneBeforeFinish() {
    var machine = machine {
      _ = $0.receivedHead(keepAlive: true)
      _ = $0.receivedEnd()
    }
    #expect(machine.inputFailed() == .drop)
    #expect(machine.answered() == .closeAfterFlush)
  }

  @Test func timeoutDependsOnWhatIsAwaited() {
    var idle = RequestStateMachine()
    #expect(idle.timedOut(headHasBegun: false) == .close)
    var slowHead = RequestStateMachine()
    #expect(slowHead.timedOut(headHasBegun: true) == .answer)
    var forwarding = machine {
      _ = $0.receivedHead(keepAlive: true)
      _ = $0.receivedEnd()
      $0.forwarded()
    }
    var relaying = forwarding
    #expect(forwarding.timedOut(headHasBegun: false) == .answer)
    _ = relaying.responseStarted()
    #expect(relaying.timedOut(headHasBegun: false) == .abort)
  }
}

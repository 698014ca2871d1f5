import ArgusProxy
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
  @Test func continueIsAnsweredBeforeTheBodyIsSent() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(
        "POST /v1/messages HTTP/1.1\r\nHost: p\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
      #expect(try await client.readHead().status == 100)
      try await client.send("{}")
      let peer = try await proxy.upstream.accept()
      let forwarded = try await peer.readMessage()
      #expect(forwarded.values("expect").isEmpty)
      #expect(forwarded.text == "{}")
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      await client.close()
    }
  }

  @Test func pipelinedRequestsAreServedInOrderOneAtATime() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      let bodies = (0..<20).map { "{\"n\":\($0)}" }
      try await client.send(bodies.map { ProxyHarness.post("/v1/messages", $0) }.joined())
      // A connection returns to the pool at the end of the read that brought its response, and the next request is
      // taken up within that read: two connections take turns.
      var peers: [RawSocket] = []
      for (index, body) in bodies.enumerated() {
        if peers.count < 2 { peers.append(try await proxy.upstream.accept()) }
        let peer = peers[index % 2]
        #expect(try await peer.readMessage().text == body)
        try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try await client.readMessage().text == body)
      }
      #expect(proxy.upstream.connectionCount == 2)
      await client.close()
    }
  }

  @Test func secretInAPipelinedRequestIsFound() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(
        ProxyHarness.post("/v1/messages", "{}") + ProxyHarness.post("/v1/messages", DecisionTests.blocked))
      let peer = try await proxy.upstream.accept()
      #expect(try await peer.readMessage().text == "{}")
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      #expect(try await client.readMessage().status == 451)
      await client.close()
    }
  }

  @Test func upstreamConnectionIsReusedByTheNextClient() async throws {
    try await ProxyHarness.run { proxy in
      let first = try await proxy.connect()
      try await first.send(ProxyHarness.post("/v1/messages", "{}"))
      let peer = try await proxy.upstream.accept()
      for number in 0..<3 {
        _ = try await peer.readMessage()
        try await peer.send(ProxyHarness.ok)
        if number == 0 { #expect(try await first.readMessage().status == 200) }
        guard number < 2 else { break }
        let next = try await proxy.connect()
        try await next.send(ProxyHarness.post("/v1/messages", "{}"))
      }
      #expect(proxy.upstream.connectionCount == 1)
      await first.close()
    }
  }

  @Test func connectionThatTheUpstreamClosedIsNotUsedAgain() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(ProxyHarness.post("/v1/messages", "{}"))
      let first = try await proxy.upstream.accept()
      _ = try await first.readMessage()
      try await first.send(ProxyHarness.ok)
      _ = try await client.readMessage()
      try await first.closeOutput()
      // The proxy has noticed when its side ends, too.
      #expect(await first.readToEnd() == [])
      try await client.send(ProxyHarness.post("/v1/messages", "{\"again\":1}"))
      let second = try await proxy.upstream.accept()
      #expect(try await second.readMessage().text == "{\"again\":1}")
      try await second.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      await client.close()
    }
  }

  /// The request was read, no answer came: sending it again could do the work twice.
  @Test func requestThatReachedTheUpstreamIsNeverSentTwice() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(ProxyHarness.post("/v1/messages", "{}"))
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(ProxyHarness.ok)
      _ = try await client.readMessage()
      try await client.send(ProxyHarness.post("/v1/messages", "{\"n\":2}"))
      _ = try await peer.readMessage()
      await peer.close()
      #expect(try await client.readMessage().status == 502)
      #expect(proxy.upstream.connectionCount == 1)
      await client.close()
    }
  }

  @Test func connectionCloseOfTheClientIsHonoured() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(ProxyHarness.post("/v1/messages", "{}", headers: "Connection: close\r\n"))
      let peer = try await proxy.upstream.accept()
      #expect(try await peer.readMessage().values("connection").isEmpty)
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().value("connection") == "close")
      #expect(await client.readToEnd() == [])
    }
  }

  @Test func drainFinishesTheStreamInProgressAndClosesIdleConnections() async throws {
    try await ProxyHarness.run { proxy in
      let idle = try await proxy.connect()
      try await idle.send(ProxyHarness.post("/v1/messages", DecisionTests.blocked))
      _ = try await idle.readMessage()
      let client = try await proxy.connect()
      try await client.send(StreamingTests.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(StreamingTests.eventHead + "5\r\nhello\r\n")
      _ = try await client.readHead()
      _ = try await client.readChunk()
      async let stopped: Void = proxy.server.stop(drainTimeout: .seconds(30))
      #expect(await idle.readToEnd() == [])
      try await peer.send("5\r\nworld\r\n0\r\n\r\n")
      #expect(try await client.readChunk() == Array("world".utf8))
      #expect(try await client.readChunk() == nil)
      #expect(await client.readToEnd() == [])
      await stopped
      await #expect(throws: (any Error).self) { _ = try await proxy.connect() }
    }
  }

  @Test func drainCutsWhatOutlastsTheDeadline() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(StreamingTests.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      await proxy.server.stop(drainTimeout: .milliseconds(20))
      #expect(await client.readToEnd() == [])
      #expect(await peer.readToEnd() == [])
    }
  }
}

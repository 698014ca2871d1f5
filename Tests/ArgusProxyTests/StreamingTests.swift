import ArgusProxy
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StreamingTests {
  static let request = ProxyHarness.post("/v1/messages", "{\"stream\":true}")
  static let eventHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nRequest-Id: r1\r\nTransfer-Encoding: chunked\r\n\r\n"

  @Test func eachEventArrivesBeforeTheNextIsSent() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(Self.eventHead)
      let head = try await client.readHead()
      #expect(head.value("request-id") == "r1")
      for number in 0..<5 {
        // Half an event, too: nothing is held back until it is whole.
        let event = number == 3 ? "event: de" : "event: delta\ndata: {\"n\":\(number)}\n\n"
        try await peer.send("\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n")
        #expect(try await client.readChunk().map { String(decoding: $0, as: UTF8.self) } == event)
      }
      try await peer.send("0\r\n\r\n")
      #expect(try await client.readChunk() == nil)
      await client.close()
    }
  }

  @Test func streamThatBreaksOffHasNoCleanEnd() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(Self.eventHead + "5\r\nhello\r\n")
      _ = try await client.readHead()
      _ = try await client.readChunk()
      await peer.close()
      #expect(await client.readToEnd() == [])
      #expect(proxy.log.lines(containing: "upstream_closed_early").count == 1)
    }
  }

  @Test func resetInAResponseWithoutLengthIsNotAnEnd() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
      _ = try await client.readHead()
      _ = try await client.readChunk()
      try await peer.reset()
      #expect(await client.readToEnd() == [])
    }
  }

  @Test func responseShorterThanItsLengthStaysShort() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
      #expect(try await client.readHead().value("content-length") == "100")
      #expect(try await client.read(count: 5) == Array("short".utf8))
      await peer.close()
      #expect(await client.readToEnd() == [])
    }
  }

  @Test func responseThatEndsWithItsConnectionIsFramedAnew() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send("HTTP/1.1 200 OK\r\n\r\nto the end")
      await peer.close()
      let response = try await client.readMessage()
      #expect(response.value("transfer-encoding") == "chunked")
      #expect(response.text == "to the end")
      await client.close()
    }
  }

  @Test func clientThatLeavesCancelsTheUpstream() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(Self.eventHead + "5\r\nhello\r\n")
      _ = try await client.readHead()
      await client.close()
      #expect(await peer.readToEnd() == [])
    }
  }

  @Test func clientThatLeavesBeforeTheResponseCancelsTheUpstream() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      await client.close()
      #expect(await peer.readToEnd() == [])
    }
  }

  @Test func largeResponseArrivesWhole() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      let piece = String(repeating: "x", count: 1 << 20)
      let count = 32
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(count << 20)\r\n\r\n")
      async let sending: Void = { for _ in 0..<count { try await peer.send(piece) } }()
      _ = try await client.readHead()
      #expect(try await client.read(count: count << 20).count == count << 20)
      try await sending
      await client.close()
    }
  }

  /// A proxy without back-pressure would take in the whole gigabyte: here the stream stalls until it is cut.
  @Test func clientThatDoesNotReadHoldsTheUpstreamBack() async throws {
    try await ProxyHarness.run(limits: RequestLimits(streamIdleTimeout: .milliseconds(200))) { proxy in
      let client = try await RawSocket.connect(port: proxy.port, reads: false)
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 30)\r\n\r\n")
      let piece = String(repeating: "x", count: 1 << 20)
      await #expect(throws: (any Error).self) {
        for _ in 0..<1024 { try await peer.send(piece) }
      }
      await client.close()
    }
  }

  @Test func headResponseKeepsItsLengthAndHasNoBody() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send("HEAD /v1/messages HTTP/1.1\r\nHost: p\r\n\r\n")
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readHead()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
      #expect(try await client.readHead().value("content-length") == "500")
      try await client.send(Self.request)
      _ = try await peer.readMessage()
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().text == "{\"ok\":true}")
      await client.close()
    }
  }

  @Test(arguments: ["204 No Content", "304 Not Modified"])
  func bodilessStatusLeavesTheConnectionInStep(status: String) async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send("HTTP/1.1 \(status)\r\nETag: x\r\n\r\n")
      #expect(try await client.readHead().startLine == "HTTP/1.1 \(status)")
      try await client.send(Self.request)
      _ = try await peer.readMessage()
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      await client.close()
    }
  }

  @Test func interimResponsesAreNotTheResponse() async throws {
    try await ProxyHarness.run { proxy in
      let (_, response) = try await proxy.exchange(
        Self.request,
        reply: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ProxyHarness.ok)
      #expect(response.status == 200)
    }
  }

  @Test func errorStatusAndFieldsAreVerbatim() async throws {
    try await ProxyHarness.run { proxy in
      let body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
      let (_, response) = try await proxy.exchange(
        Self.request,
        reply: "HTTP/1.1 529 Overloaded\r\nRetry-After: 3\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nKeep-Alive: x\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      #expect(response.status == 529)
      #expect(response.value("retry-after") == "3")
      #expect(response.values("set-cookie") == ["a", "b"])
      #expect(response.value("keep-alive") == nil)
      #expect(response.text == body)
    }
  }

  @Test func oldClientGetsTheBodyUntilTheEnd() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send("GET /v1/messages HTTP/1.0\r\nHost: p\r\n\r\n")
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readHead()
      try await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
      let head = try await client.readHead()
      #expect(head.value("transfer-encoding") == nil)
      #expect(await client.readToEnd() == Array("hello".utf8))
      #expect(!client.wasReset)
    }
  }

  /// For such a client the end of the connection is the end of the body.
  @Test func oldClientSeesABrokenStreamAsAReset() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send("GET /v1/messages HTTP/1.0\r\nHost: p\r\n\r\n")
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readHead()
      try await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
      _ = try await client.readHead()
      #expect(try await client.read(count: 5) == Array("hello".utf8))
      await peer.close()
      #expect(await client.readToEnd() == [])
      #expect(client.wasReset)
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    "garbage\r\n\r\n",
    "",
  ])
  func malformedResponseIsABadGateway(reply: String) async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      if !reply.isEmpty { try await peer.send(reply) }
      await peer.close()
      let response = try await client.readMessage()
      #expect(response.status == 502)
      #expect(response.text.hasPrefix("{\"type\":\"error\",\"error\":{\"type\":\"api_error\""))
      await client.close()
    }
  }

  @Test func bytesAfterAResponseNeverAnswerTheNextRequest() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(ProxyHarness.ok + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
      #expect(try await client.readMessage().text == "{\"ok\":true}")
      try await client.send(Self.request)
      let second = try await proxy.upstream.accept()
      _ = try await second.readMessage()
      try await second.send(ProxyHarness.ok)
      #expect(try await client.readMessage().text == "{\"ok\":true}")
      await client.close()
    }
  }
}

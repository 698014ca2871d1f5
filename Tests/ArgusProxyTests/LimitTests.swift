import ArgusProxy
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
  @Test func announcedBodyOverTheLimitIsRefusedBeforeItIsSent() async throws {
    try await ProxyHarness.run(limits: RequestLimits(maximumBodyBytes: 1000)) { proxy in
      let answer = try await proxy.refusal(
        "POST /v1/messages HTTP/1.1\r\nHost: p\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n")
      #expect(answer.status == 413)
      #expect(answer.text.contains("request_too_large"))
      #expect(answer.value("x-argus-reason") == "body_too_large")
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func chunkedBodyOverTheLimitIsRefusedWhileItIsSent() async throws {
    try await ProxyHarness.run(limits: RequestLimits(maximumBodyBytes: 1000)) { proxy in
      let client = try await proxy.connect()
      let piece = String(repeating: "x", count: 600)
      try await client.send(
        "POST /v1/responses HTTP/1.1\r\nHost: p\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n\(piece)\r\n")
      try await client.send("258\r\n\(piece)\r\n")
      let answer = try await client.readMessage()
      #expect(answer.status == 413)
      #expect(answer.text.contains("\"code\":\"body_too_large\""))
      #expect(await client.readToEnd() == [])
      let metrics = try await proxy.refusal("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").text
      #expect(metrics.contains("argus_limits_hit_total{limit=\"body_too_large\"} 1\n"))
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func bodyOfExactlyTheLimitIsServed() async throws {
    try await ProxyHarness.run(limits: RequestLimits(maximumBodyBytes: 1000)) { proxy in
      let body = String(repeating: "x", count: 1000)
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/v1/messages", body), reply: ProxyHarness.ok)
      #expect(forwarded.body.count == 1000)
    }
  }

  @Test(arguments: [
    ("GET /v1/messages?" + String(repeating: "q", count: 9000) + " HTTP/1.1\r\nHost: p\r\n\r\n", 414),
    ("GET /v1/messages HTTP/1.1\r\nHost: p\r\nX-Long: " + String(repeating: "v", count: 70_000) + "\r\n\r\n", 431),
    (
      "GET /v1/messages HTTP/1.1\r\nHost: p\r\n" + String(repeating: "X-Many: v\r\n", count: 101) + "\r\n", 431
    ),
  ])
  func headOverTheLimitIsRefused(request: String, status: Int) async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(request)
      #expect(try await client.readMessage().status == status)
      #expect(await client.readToEnd() == [])
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func headThatDoesNotCompleteTimesOut() async throws {
    try await ProxyHarness.run(limits: RequestLimits(headerTimeout: .milliseconds(50))) { proxy in
      let client = try await proxy.connect()
      try await client.send("GET /v1/messages HTTP/1.1\r\nHo")
      #expect(try await client.readMessage().status == 408)
      #expect(await client.readToEnd() == [])
    }
  }

  @Test func bodyThatStopsComingTimesOut() async throws {
    try await ProxyHarness.run(limits: RequestLimits(bodyIdleTimeout: .milliseconds(50))) { proxy in
      let client = try await proxy.connect()
      try await client.send("POST /v1/messages HTTP/1.1\r\nHost: p\r\nContent-Length: 10\r\n\r\nabc")
      #expect(try await client.readMessage().status == 408)
      #expect(await client.readToEnd() == [])
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func bodyMustKeepAPaceOnceTheGraceIsOver() {
    #expect(!BodyPace.isTooSlow(bytes: 1, after: .seconds(60)))
    #expect(BodyPace.isTooSlow(bytes: 1, after: .seconds(61)))
    #expect(BodyPace.isTooSlow(bytes: 119 * 1024, after: .seconds(120)))
    #expect(!BodyPace.isTooSlow(bytes: 120 * 1024, after: .seconds(120)))
  }

  @Test func silentUpstreamIsAGatewayTimeout() async throws {
    try await ProxyHarness.run(limits: RequestLimits(firstByteTimeout: .milliseconds(50))) { proxy in
      let client = try await proxy.connect()
      try await client.send(ProxyHarness.post("/v1/chat/completions", "{}"))
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      let answer = try await client.readMessage()
      #expect(answer.status == 504)
      #expect(answer.text.contains("\"code\":\"upstream_timeout\""))
      #expect(await peer.readToEnd() == [])
      await client.close()
    }
  }

  @Test func stalledStreamIsCut() async throws {
    try await ProxyHarness.run(limits: RequestLimits(streamIdleTimeout: .milliseconds(50))) { proxy in
      let client = try await proxy.connect()
      try await client.send(StreamingTests.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      try await peer.send(StreamingTests.eventHead + "5\r\nhello\r\n")
      _ = try await client.readHead()
      _ = try await client.readChunk()
      #expect(await client.readToEnd() == [])
      #expect(await peer.readToEnd() == [])
    }
  }

  @Test func unreachableUpstreamIsABadGateway() async throws {
    // A port that was just free: nothing listens there.
    let gone = try await FakeUpstream.start()
    await gone.stop()
    try await ProxyHarness.run(upstreamPort: gone.port) { proxy in
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/messages", "{}"))
      #expect(answer.status == 502)
      #expect(answer.text.contains("\"type\":\"api_error\""))
      let metrics = try await proxy.refusal("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").text
      #expect(metrics.contains("argus_upstream_errors_total{kind=\"connect\"} 1\n"))
    }
  }

  @Test func connectionOverTheLimitIsToldToComeBack() async throws {
    try await ProxyHarness.run(limits: RequestLimits(maximumConnections: 1)) { proxy in
      let first = try await proxy.connect()
      try await first.send(ProxyHarness.post("/v1/messages", DecisionTests.blocked))
      _ = try await first.readMessage()
      let second = try await proxy.connect()
      let answer = try await second.readMessage()
      #expect(answer.status == 503)
      #expect(answer.value("retry-after") == "1")
      await first.close()
    }
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusProxy
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DecisionTests {
  static let blocked = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"\(ProxyHarness.blockable)\"}]}"

  @Test func redactionReplacesOnlyTheMatchedBytes() async throws {
    try await ProxyHarness.run { proxy in
      let body = "{ \"messages\":[ {\"content\" : \"see \(ProxyHarness.redactable) ok\"} ] }"
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/v1/messages", body), reply: ProxyHarness.ok)
      #expect(forwarded.text == "{ \"messages\":[ {\"content\" : \"see [REDACTED:test_canary] ok\"} ] }")
      #expect(forwarded.value("content-length") == "\(forwarded.body.count)")
    }
  }

  @Test func alertingFindingForwardsTheSameBytes() async throws {
    try await ProxyHarness.run { proxy in
      let body = "{\"input\": \"\(ProxyHarness.alerting)\" }"
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/v1/responses", body), reply: ProxyHarness.ok)
      #expect(forwarded.text == body)
      #expect(proxy.log.lines(containing: "test.notice").count == 1)
    }
  }

  @Test func unknownOutcomeIsRefusedCountedAndNamed() async throws {
    try await ProxyHarness.run { proxy in
      let body = "{\"messages\":[{\"content\":\"\(ProxyHarness.endless)\"}]}"
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/messages", body))
      #expect(answer.status == 451)
      #expect(proxy.upstream.connectionCount == 0)
      #expect(proxy.log.lines(containing: "test.endless: match limit").count == 1)
      let metrics = try await proxy.refusal("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").text
      #expect(metrics.contains("argus_unknown_outcomes_total{rule=\"test.endless\",reason=\"match limit\"} 1"))
    }
  }

  @Test func unknownOutcomeOfAnOpenProxyIsForwardedCountedAndNamed() async throws {
    try await ProxyHarness.run(settings: InspectionSettings(failMode: .open)) { proxy in
      let body = "{\"messages\":[{\"content\":\"\(ProxyHarness.endless)\"}]}"
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/v1/messages", body), reply: ProxyHarness.ok)
      #expect(forwarded.text == body)
      #expect(proxy.log.lines(containing: "test.endless: match limit").count == 1)
    }
  }

  @Test func encodingsBeyondTheDepthAreForwardedCountedAndNamed() async throws {
    try await ProxyHarness.run { proxy in
      var text = String(repeating: "nothing to see here, ", count: 10)
      for _ in 0..<10 { text = Data(text.utf8).base64EncodedString() }
      let body = "{\"messages\":[{\"content\":\"\(text)\"}]}"
      let (forwarded, _) = try await proxy.exchange(ProxyHarness.post("/v1/messages", body), reply: ProxyHarness.ok)
      #expect(forwarded.text == body)
      #expect(proxy.log.lines(containing: "decoding_limits").count == 1)
      let metrics = try await proxy.refusal("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").text
      #expect(metrics.contains("argus_decoding_limits_total{limit=\"depth\"} 1"))
    }
  }

  @Test func anthropicRefusalHasItsErrorShape() async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/messages", Self.blocked))
      #expect(answer.status == 451)
      #expect(answer.text.hasPrefix("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""))
      #expect(answer.text.contains("\"request_id\":\"argus-"))
      #expect(answer.text.contains("messages[0].content"))
      #expect(answer.text.contains("test.forbidden"))
      #expect(!answer.text.contains(ProxyHarness.blockable))
      #expect(answer.value("x-should-retry") == "false")
      #expect(answer.value("x-argus-request-id")?.hasPrefix("argus-") == true)
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func openAIRefusalHasItsErrorShape() async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/chat/completions", Self.blocked))
      #expect(answer.status == 400)
      #expect(answer.text.hasPrefix("{\"error\":{\"message\":\""))
      #expect(answer.text.hasSuffix("\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"argus_blocked\"}}"))
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func geminiRefusalHasItsErrorShape() async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(
        ProxyHarness.post("/v1beta/models/g:streamGenerateContent?alt=sse", Self.blocked))
      #expect(answer.status == 400)
      #expect(answer.text.hasPrefix("{\"error\":{\"code\":400,\"message\":\""))
      #expect(answer.text.hasSuffix("\"status\":\"INVALID_ARGUMENT\"}}"))
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func connectionServesOnAfterABlock() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(ProxyHarness.post("/v1/messages", Self.blocked))
      #expect(try await client.readMessage().status == 451)
      try await client.send(ProxyHarness.post("/v1/messages", "{}"))
      let peer = try await proxy.upstream.accept()
      #expect(try await peer.readMessage().text == "{}")
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      await client.close()
    }
  }

  /// The query, the path, a header, a GET's body: what cannot be redacted is blocked.
  @Test(arguments: [
    "GET /v1/models?q=\(ProxyHarness.redactable) HTTP/1.1\r\nHost: p\r\nx-api-key: k\r\n\r\n",
    "GET /v1/messages/\(ProxyHarness.blockable) HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /v1/messages/%46%4FRBID-7788 HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /v1/messages HTTP/1.1\r\nHost: p\r\nX-Note: \(ProxyHarness.redactable)\r\n\r\n",
    "GET /v1/messages HTTP/1.1\r\nHost: p\r\nUser-Agent: \(ProxyHarness.blockable)\r\n\r\n",
    "GET /v1/messages HTTP/1.1\r\nHost: p\r\nContent-Length: 11\r\n\r\n\(ProxyHarness.blockable)",
    "DELETE /v1/messages HTTP/1.1\r\nHost: p\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nFORBI\r\n6\r\nD-7788\r\n0\r\n\r\n",
  ])
  func findingOutsideAPostBodyIsNotForwarded(request: String) async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(request)
      #expect(answer.status == 451)
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  /// A place is named by keys: a key that is itself the finding must not be told to anyone.
  @Test(arguments: [
    "{\"\(ProxyHarness.blockable)\":1}", "{\"a\":{\"\(ProxyHarness.blockable)\":[\"\(ProxyHarness.blockable)\"]}}",
  ])
  func findingInAKeyIsNotToldByItsPlace(body: String) async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/messages", body))
      #expect(answer.status == 451)
      #expect(!answer.text.contains(ProxyHarness.blockable))
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func findingInAParameterNameIsNotToldByItsPlace() async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(
        "GET /v1/messages?\(ProxyHarness.blockable)=\(ProxyHarness.blockable) HTTP/1.1\r\nHost: p\r\n\r\n")
      #expect(answer.status == 451)
      #expect(!answer.text.contains(ProxyHarness.blockable))
    }
  }

  @Test func reloadChangesTheNextRequestAndNotTheRunningOne() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(StreamingTests.request)
      let peer = try await proxy.upstream.accept()
      _ = try await peer.readMessage()
      var policy = proxy.active.lease().bound
      policy.upstreams = UpstreamTable(byProvider: [:])
      proxy.active.install(try ProxyHarness.generation(number: 2), bound: policy)
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      try await client.send(StreamingTests.request)
      #expect(try await client.readMessage().status == 404)
      #expect(proxy.log.lines(containing: "generation\": 1").count == 1)
      await client.close()
    }
  }

  @Test func ownCredentialPassesUntouched() async throws {
    try await ProxyHarness.run { proxy in
      let headers = "x-api-key: \(ProxyHarness.blockable)\r\nAuthorization: Bearer \(ProxyHarness.blockable)\r\n"
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/v1/messages", "{}", headers: headers), reply: ProxyHarness.ok)
      #expect(forwarded.value("x-api-key") == ProxyHarness.blockable)
      #expect(forwarded.value("authorization") == "Bearer \(ProxyHarness.blockable)")
    }
  }

  @Test func largeBodyIsInspectedOnAWorkerToItsLastByte() async throws {
    try await ProxyHarness.run { proxy in
      let filler = String(repeating: "lorem ipsum dolor ", count: 60_000)
      let body = "{\"messages\":[{\"content\":\"\(filler)\"},{\"content\":\"\(ProxyHarness.blockable)\"}]}"
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/messages", body))
      #expect(answer.status == 451)
      let clean = "{\"messages\":[{\"content\":\"\(filler)\"}]}"
      let (forwarded, response) = try await proxy.exchange(
        ProxyHarness.post("/v1/messages", clean), reply: ProxyHarness.ok)
      #expect(forwarded.text == clean)
      #expect(response.status == 200)
    }
  }

  @Test func retriedBlockCountsAsOneEvent() async throws {
    try await ProxyHarness.run { proxy in
      for _ in 0..<3 { _ = try await proxy.refusal(ProxyHarness.post("/v1/messages", Self.blocked)) }
      let metrics = try await proxy.refusal("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").text
      #expect(metrics.contains("argus_block_events_total 1\n"))
      #expect(metrics.contains("argus_requests_total{provider=\"anthropic\",action=\"block\"} 3\n"))
      #expect(
        metrics.contains("argus_findings_total{rule=\"test.forbidden\",severity=\"critical\",action=\"block\"} 3\n"))
      #expect(!metrics.contains(ProxyHarness.blockable))
    }
  }

  @Test func configuredStatusIsUsedForTheBlock() async throws {
    try await ProxyHarness.run { proxy in
      let lease = proxy.active.lease()
      var policy = lease.bound
      policy.block.anthropicStatus = 422
      proxy.active.install(lease.generation, bound: policy)
      let answer = try await proxy.refusal(ProxyHarness.post("/v1/messages", Self.blocked))
      #expect(answer.status == 422)
    }
  }
}

import ArgusProxy
import Testing

/// Raw requests that two parsers could read in two ways, and other abuse of the head.
@Suite(.timeLimit(.minutes(1)))
struct FramingTests {
  static let body = "{\"a\":1}"

  /// A speaking name, and everything after `POST /v1/messages HTTP/1.1\r\n`.
  static let attacks: [(name: String, rest: String)] = [
    ("length and chunked", "Host: p\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("chunked and length", "Host: p\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n0\r\n\r\n"),
    ("space before the colon", "Host: p\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
    ("xchunked", "Host: p\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ("identity", "Host: p\r\nTransfer-Encoding: identity\r\nContent-Length: 7\r\n\r\n\(body)"),
    ("chunked twice", "Host: p\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("chunked list", "Host: p\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    ("gzip then chunked", "Host: p\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ("vertical tab", "Host: p\r\nTransfer-Encoding: \u{0B}chunked\r\n\r\n0\r\n\r\n"),
    ("quoted", "Host: p\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
    ("folded coding", "Host: p\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
    ("folded field", "Host: p\r\nX-A: one\r\n two\r\nContent-Length: 7\r\n\r\n\(body)"),
    ("length twice, equal", "Host: p\r\nContent-Length: 7\r\nContent-Length: 7\r\n\r\n\(body)"),
    ("length twice, unequal", "Host: p\r\nContent-Length: 7\r\nContent-Length: 1\r\n\r\n\(body)"),
    ("length list", "Host: p\r\nContent-Length: 7, 7\r\n\r\n\(body)"),
    ("length plus", "Host: p\r\nContent-Length: +7\r\n\r\n\(body)"),
    ("length negative", "Host: p\r\nContent-Length: -7\r\n\r\n\(body)"),
    ("length hexadecimal", "Host: p\r\nContent-Length: 0x7\r\n\r\n\(body)"),
    ("length overflow", "Host: p\r\nContent-Length: 99999999999999999999999\r\n\r\n\(body)"),
    ("length inner space", "Host: p\r\nContent-Length: 0 7\r\n\r\n\(body)"),
    ("length empty", "Host: p\r\nContent-Length:\r\n\r\n\(body)"),
    ("chunk size overflow", "Host: p\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"),
    ("chunk size negative", "Host: p\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n"),
    ("chunk size prefixed", "Host: p\r\nTransfer-Encoding: chunked\r\n\r\n0x7\r\n\(body)\r\n0\r\n\r\n"),
    ("chunk without its end", "Host: p\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\(body)\r\n0\r\n\r\n"),
    ("chunk with a bare line feed", "Host: p\r\nTransfer-Encoding: chunked\r\n\r\n7\n\(body)\r\n0\r\n\r\n"),
    (
      "length in the trailer",
      "Host: p\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n\(body)\r\n0\r\nContent-Length: 99\r\n\r\n"
    ),
    ("NUL in a value", "Host: p\r\nX-A: a\u{0}b\r\n\r\n"),
    ("bare CR in a value", "Host: p\r\nX-A: a\rb\r\n\r\n"),
    ("DEL in a value", "Host: p\r\nX-A: a\u{7F}b\r\n\r\n"),
    ("no colon", "Host: p\r\nX-A\r\n\r\n"),
    ("empty name", "Host: p\r\n: x\r\n\r\n"),
    ("space in a name", "Host: p\r\nX A: x\r\n\r\n"),
    ("space before the first field", " Host: p\r\n\r\n"),
    ("no Host", "X-A: b\r\n\r\n"),
    ("two Hosts", "Host: p\r\nHost: p\r\n\r\n"),
    ("Host with user", "Host: a@p\r\n\r\n"),
    ("Host with path", "Host: p/x\r\n\r\n"),
    ("unknown expectation", "Host: p\r\nExpect: 200-maybe\r\nContent-Length: 7\r\n\r\n\(body)"),
  ]

  @Test(arguments: attacks.map(\.name))
  func ambiguousHeadIsRefusedAndClosed(name: String) async throws {
    let rest = try #require(Self.attacks.first { $0.name == name }).rest
    try await expectRefusal("POST /v1/messages HTTP/1.1\r\n" + rest)
  }

  @Test(arguments: [
    "GET http://evil.example/v1/messages HTTP/1.1\r\nHost: p\r\n\r\n",
    "CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\n\r\n",
    "TRACE /v1/messages HTTP/1.1\r\nHost: p\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET //evil.example/x HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET @evil.example/v1/messages HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /v1/messages/../../x HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /_upstream/gateway/%2e%2E/x HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /_upstream/gateway/..%2fx HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /v1/mess\u{0}ages HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /v1/messages/é HTTP/1.1\r\nHost: p\r\n\r\n",
    "GET /v1/messages HTTP/9.9\r\nHost: p\r\n\r\n",
    "GET /v1/messages HTTP/1.2\r\nHost: p\r\n\r\n",
    "GET /v1/messages\r\n\r\n",
    "GET\t/v1/messages\tHTTP/1.1\r\nHost: p\r\n\r\n",
    "POST /v1/messages HTTP/1.0\r\nHost: p\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "BREW /v1/messages HTTP/1.1\r\nHost: p\r\n\r\n",
    "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}hello",
  ])
  func strangeRequestLineIsRefusedAndClosed(request: String) async throws { try await expectRefusal(request) }

  @Test func webSocketIsRefusedWithUpgradeRequired() async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(
        "GET /v1/responses HTTP/1.1\r\nHost: p\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
      #expect(answer.status == 426)
      #expect(answer.text.contains("\"error\""))
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  /// Unusual and legal: served once, framed by its length.
  @Test(arguments: [
    "POST /v1/messages HTTP/1.1\r\nHost: p\r\ntRANSFER-eNCODING: Chunked\r\n\r\n3;x=y\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
    "POST /v1/messages HTTP/1.1\r\nHost: p\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n"
      + "X-Trailed: 1\r\nX-Forged:\r\n\r\n",
    "\r\nPOST /v1/messages HTTP/1.1\r\nHost:\tp\t\r\nContent-Length: 007\r\n\r\n{\"a\":1}",
    "POST /v1/messages HTTP/1.1\r\nHost: p\r\nConnection: Content-Length, x-secret\r\nX-Secret: 1\r\n"
      + "Content-Length: 7\r\n\r\n{\"a\":1}",
    "POST /v1/messages HTTP/1.1\r\nHost: p\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
      + "HTTP2-Settings: AA\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
  ])
  func legalRequestIsForwardedWithItsExactLength(request: String) async throws {
    try await ProxyHarness.run { proxy in
      let (forwarded, response) = try await proxy.exchange(request, reply: ProxyHarness.ok)
      #expect(forwarded.text == Self.body)
      #expect(forwarded.values("content-length") == ["7"])
      for name in ["transfer-encoding", "x-forged", "x-trailed", "x-secret", "upgrade", "connection", "http2-settings"]
      {
        #expect(forwarded.values(name).isEmpty)
      }
      #expect(response.status == 200)
    }
  }

  @Test func ownAndHopByHopFieldsDoNotLeave() async throws {
    try await ProxyHarness.run { proxy in
      let ending =
        "Connection: keep-alive\r\nKeep-Alive: 5\r\nTE: trailers\r\nTrailer: X\r\nProxy-Authorization: a\r\n"
        + "Proxy-Connection: b\r\nX-Argus-Upstream: evil\r\nX-Forwarded-Host: evil\r\n"
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/v1/messages", "{}", headers: ending), reply: ProxyHarness.ok)
      #expect(
        forwarded.headers.map { $0.name.lowercased() } == [
          "host", "content-type", "x-forwarded-host", "content-length",
        ])
    }
  }

  private func expectRefusal(_ request: String) async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(request)
      let answer = try await client.readMessage()
      #expect([400, 404, 414, 417, 431, 501, 505].contains(answer.status), "\(answer.startLine)")
      #expect(answer.text.contains("\"error\""))
      #expect(await client.readToEnd() == [])
      #expect(proxy.upstream.connectionCount == 0)
    }
  }
}

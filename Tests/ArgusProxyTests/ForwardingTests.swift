import ArgusProxy
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ForwardingTests {
  @Test func cleanBodyAndHeadersArriveByteForByte() async throws {
    try await ProxyHarness.run { proxy in
      let body = "{ \"model\" : \"m\",\t\"a\":1, \"a\":2,\"messages\":[{\"content\":\"h\\u0069 \\/ \"}]}\n"
      let request =
        "POST /v1/messages?beta=true&x=%2F HTTP/1.1\r\nHost: proxy\r\nX-CaSe: One\r\nx-case: Two\r\n"
        + "Authorization: Bearer sk-ant-token\r\nAccept-Encoding: gzip, br\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      let (forwarded, response) = try await proxy.exchange(request + body, reply: ProxyHarness.ok)
      #expect(forwarded.startLine == "POST /v1/messages?beta=true&x=%2F HTTP/1.1")
      #expect(
        forwarded.headers.map(\.name) == [
          "Host", "X-CaSe", "x-case", "Authorization", "Accept-Encoding", "Content-Length",
        ])
      #expect(forwarded.values("x-case") == ["One", "Two"])
      #expect(forwarded.value("authorization") == "Bearer sk-ant-token")
      #expect(forwarded.value("host") == "127.0.0.1:\(proxy.upstream.port)")
      #expect(forwarded.text == body)
      #expect(response.status == 200)
      #expect(response.text == "{\"ok\":true}")
    }
  }
}

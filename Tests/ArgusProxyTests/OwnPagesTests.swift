import ArgusKit
import ArgusProxy
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OwnPagesTests {
  private func get(_ path: String, host: String = "localhost", method: String = "GET") -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n"
  }

  @Test func healthTellsWhatIsLive() async throws {
    try await ProxyHarness.run { proxy in
      proxy.status.update {
        $0.generation = 7
        $0.digest = "abc"
        $0.rulesLoaded = 3
        $0.quarantined = [("bad.rule", "pattern: \"x\"")]
        $0.deltaPatterns = 2
        $0.reloadsFailed = 1
        $0.lastReloadDuration = .milliseconds(37)
        $0.staleSince = 1_700_000_000
        $0.staleReasons = ["rules/a.yaml:3:5: AR0001: unknown key"]
      }
      let page = try await proxy.refusal(get("/health"))
      #expect(page.status == 200)
      #expect(page.value("content-type") == "application/json")
      for part in [
        "{\"status\":\"ready\",\"version\":\"9.9.9-test\",\"pid\":", "\"generation\":7,\"ruleset_digest\":\"abc\"",
        "\"rules_loaded\":3,\"delta_patterns\":2,\"rules_quarantined\":[{\"rule\":\"bad.rule\",\"reason\":\"pattern: \\\"x\\\"\"}]",
        "\"reloads\":{\"succeeded\":0,\"failed\":1,\"last_milliseconds\":37}",
        "\"stale\":{\"since\":1700000000,\"reasons\":[\"rules/a.yaml:3:5: AR0001: unknown key\"]}}",
      ] { #expect(page.text.contains(part), "\(page.text)") }
    }
  }

  @Test func healthIsNotReadyBeforeRulesAreLive() async throws {
    try await ProxyHarness.run { proxy in
      proxy.status.update { $0.isReady = false }
      let page = try await proxy.refusal(get("/health"))
      #expect(page.status == 503)
      #expect(page.text.contains("\"status\":\"starting\""))
      #expect(page.text.contains("\"stale\":null"))
    }
  }

  @Test(arguments: ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil"])
  func foreignHostNameSeesNothing(host: String) async throws {
    try await ProxyHarness.run { proxy in
      let page = try await proxy.refusal(get("/metrics", host: host))
      #expect(page.status == 403)
      #expect(!page.text.contains("argus_build_info"))
    }
  }

  @Test(arguments: ["localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]", "[::1]:8080"])
  func localHostNameSeesThePage(host: String) async throws {
    try await ProxyHarness.run { proxy in
      let page = try await proxy.refusal(get("/metrics", host: host))
      #expect(page.status == 200)
    }
  }

  @Test func metricsNameEverythingThatIsPromised() async throws {
    try await ProxyHarness.run { proxy in
      _ = try await proxy.exchange(ProxyHarness.post("/v1/messages", "{}"), reply: ProxyHarness.ok)
      let text = try await proxy.refusal(get("/metrics")).text
      for name in [
        "argus_requests_total{provider=\"anthropic\",action=\"pass\"} 1", "argus_scan_duration_seconds_count 1",
        "argus_request_duration_seconds_bucket{le=\"+Inf\"} 1", "argus_ttfb_added_seconds_count 1",
        "argus_scan_bytes_total 2", "argus_generation 0", "argus_rules_loaded 0", "argus_rules_quarantined 0",
        "argus_reload_success 1", "argus_reloads_total{result=\"failure\"} 0", "argus_reload_timestamp_seconds",
        "argus_reload_duration_seconds_count 0", "argus_ruleset_delta_patterns 0",
        "argus_active_requests 1", "argus_build_info{version=\"9.9.9-test\"} 1",
      ] { #expect(text.contains(name), "missing \(name)") }
    }
  }

  @Test func headOfAPageHasNoBodyAndKeepsTheConnection() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(get("/health", method: "HEAD"))
      #expect(try await client.readHead().status == 200)
      try await client.send(get("/health"))
      #expect(try await client.readMessage().text.hasPrefix("{\"status\""))
      await client.close()
    }
  }

  @Test func postToAPageIsTraffic() async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(ProxyHarness.post("/health", "{}"))
      #expect(answer.status == 404)
    }
  }

  @Test func blockEventsForgetTheOldestBeyondTheirCapacity() {
    let events = BlockEvents()
    let start = NIODeadline.now()
    #expect(events.isNew(ByteBuffer(string: "first"), now: start))
    #expect(!events.isNew(ByteBuffer(string: "first"), now: start + .seconds(59)))
    #expect(events.isNew(ByteBuffer(string: "first"), now: start + .seconds(60)))
    for number in 0..<BlockEvents.capacity {
      #expect(events.isNew(ByteBuffer(string: "\(number)"), now: start + .seconds(61)))
    }
    #expect(events.isNew(ByteBuffer(string: "first"), now: start + .seconds(62)))
  }

  @Test func labelSetsBeyondTheCapAreCountedTogether() {
    let counter = LabelledCounter(labels: ["rule"], capacity: 2)
    for rule in ["a", "b", "c", "d", "a", "q\"\n"] { counter.add(rule) }
    var text = ""
    counter.write("n", help: "h", to: &text)
    #expect(text == "# HELP n h\n# TYPE n counter\nn{rule=\"a\"} 2\nn{rule=\"b\"} 1\nn{rule=\"other\"} 3\n")
  }

  @Test func loopbackTellsWhatItReceived() async throws {
    let loopback = LoopbackUpstream(group: MultiThreadedEventLoopGroup.singleton)
    let port = try await loopback.start()
    let client = try await RawSocket.connect(port: port)
    try await client.send("PUT /a?b=%22 HTTP/1.1\r\nHost: h\r\nX-Q: \"\r\nContent-Length: 5\r\n\r\nhello")
    let answer = try await client.readMessage()
    #expect(
      answer.text
        == "{\"method\":\"PUT\",\"uri\":\"/a?b=%22\",\"headers\":[[\"Host\",\"h\"],[\"X-Q\",\"\\\"\"],"
        + "[\"Content-Length\",\"5\"]],\"body_base64\":\"aGVsbG8=\"}")
    await client.close()
    await loopback.stop()
  }
}

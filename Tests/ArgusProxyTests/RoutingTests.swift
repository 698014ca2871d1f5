import ArgusKit
import ArgusProxy
import NIOHTTP1
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RoutingTests {
  static let upstream = Upstream(name: "u", provider: .generic, host: "h", port: 1, isTLS: false)
  static let table = UpstreamTable(
    byProvider: [.anthropic: named("a", .anthropic), .openai: named("o", .openai), .gemini: named("g", .gemini)],
    byName: ["gw": named("gw", .openai), "loop": named("loop", .generic)])

  static func named(_ name: String, _ provider: Provider) -> Upstream {
    Upstream(name: name, provider: provider, host: "h", port: 1, isTLS: false)
  }

  private func route(_ uri: String, _ headers: HTTPHeaders = [:]) throws -> Route {
    try Route.decide(
      HTTPRequestHead(version: .http1_1, method: .POST, uri: uri, headers: headers), table: Self.table)
  }

  static let owned: [(String, Provider)] = [
    ("/v1/messages", .anthropic), ("/v1/messages?beta=true", .anthropic), ("/v1/messages/count_tokens", .anthropic),
    ("/v1/messages/batches", .anthropic), ("/v1/complete", .anthropic),
    ("/v1/chat/completions", .openai), ("/v1/responses", .openai), ("/v1/responses/r1/cancel", .openai),
    ("/v1/completions", .openai), ("/v1/embeddings", .openai), ("/v1/images/generations", .openai),
    ("/v1/audio/transcriptions", .openai), ("/v1/moderations", .openai),
    ("/v1beta/models/gemini-pro:generateContent", .gemini), ("/v1beta/models", .gemini),
    ("/v1/models/g:streamGenerateContent?alt=sse", .gemini), ("/v1/models/g:countTokens", .gemini),
    ("/v1beta/openai/chat/completions", .gemini),
  ]

  @Test(arguments: owned)
  func pathOfOneProviderDecides(uri: String, provider: Provider) throws {
    let route = try route(uri)
    #expect(route.provider == provider)
    #expect(route.target == uri)
  }

  static let headed: [(String, String, Provider)] = [
    ("anthropic-version", "2023-06-01", .anthropic), ("x-api-key", "k", .anthropic),
    ("x-goog-api-key", "k", .gemini), ("OpenAI-Organization", "o", .openai),
    ("authorization", "Bearer sk-ant-x", .anthropic), ("Authorization", "bearer sk-proj-x", .openai),
  ]

  @Test(arguments: headed)
  func headerDecidesWhereThePathDoesNot(name: String, value: String, provider: Provider) throws {
    #expect(try route("/v1/models", [name: value]).provider == provider)
  }

  @Test(arguments: ["/", "/v1/models", "/v1/files", "/v1/messagesx", "/health/x", "/_upstream/nobody/v1/messages"])
  func undecidableRequestIsRefusedWithWhatIsKnown(uri: String) throws {
    let refusal = #expect(throws: Refusal.self) { try route(uri) }
    #expect(refusal?.status == .notFound)
    #expect(refusal?.message.contains("anthropic, gemini, openai") == true)
    #expect(refusal?.message.contains("/_upstream/gw/") == true)
  }

  @Test func headersOfTwoProvidersDecideNothing() {
    #expect(throws: Refusal.self) { try route("/v1/models", ["x-api-key": "k", "x-goog-api-key": "k"]) }
  }

  @Test func nameInThePathIsTakenOff() throws {
    #expect(try route("/_upstream/gw/v1/x?y=1").target == "/v1/x?y=1")
    #expect(try route("/_upstream/gw").target == "/")
    #expect(try route("/_upstream/gw?y=1").target == "/?y=1")
    #expect(try route("/_upstream/gw/v1/messages").provider == .openai)
    #expect(try route("/_upstream/loop/v1/messages").provider == .anthropic)
    #expect(try route("/_upstream/loop/x").provider == .generic)
  }

  /// Every route there is, through the running proxy, with a value that must not pass.
  @Test(
    arguments: owned.map(\.0) + ["/_upstream/gateway/v1/messages", "/_upstream/gateway/anything", "/_upstream/gateway"])
  func canaryIsStoppedOnEveryRoute(uri: String) async throws {
    try await ProxyHarness.run { proxy in
      let answer = try await proxy.refusal(ProxyHarness.post(uri, DecisionTests.blocked))
      #expect(answer.status == 451 || answer.status == 400)
      #expect(answer.value("x-argus-reason") == "blocked")
      #expect(proxy.upstream.connectionCount == 0)
    }
  }

  @Test func prefixOfTheUpstreamStandsBeforeThePath() async throws {
    try await ProxyHarness.run(prefix: "/base") { proxy in
      let (forwarded, _) = try await proxy.exchange(
        ProxyHarness.post("/_upstream/gateway/v1/x?q=1", "{}"), reply: ProxyHarness.ok)
      #expect(forwarded.startLine == "POST /base/v1/x?q=1 HTTP/1.1")
    }
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusProxy
import ArgusRules
import Logging
import NIOCore
import Synchronization
import Testing

/// A running proxy with a small ruleset, a scripted upstream behind it and everything it logged.
struct ProxyHarness {
  let port: Int
  let upstream: FakeUpstream
  let server: ProxyServer
  let status: StatusBoard
  let log: LogCapture
  let active: ActiveRuleset<ProxyPolicy>

  /// Values that the harness' rules find; in pieces, so that they stand nowhere whole.
  static let redactable = "CANARY" + "-0A1B2C3D"
  static let blockable = "FORBID" + "-7788"
  /// Neither a match of a rule nor none: PCRE2 gives up on it.
  static let endless = String(repeating: "q", count: 60) + "=x"
  static let alerting = "NOTICE" + "-4455"

  static let pack = """
    schema: argus.rules/v1
    pack: {id: test, version: 1.0.0, description: Test rules, license: Apache-2.0}
    rules:
      - id: test.canary
        type: test_canary
        name: Canary
        description: A value to redact.
        category: secrets
        severity: critical
        action: redact
        pattern: 'CANARY-[0-9A-F]{8}'
        examples: {match: [{text: 'CANARY-00000000', value: CANARY-00000000}], no_match: [{text: 'CANARY-', why: cut}]}
      - id: test.forbidden
        type: test_forbidden
        name: Forbidden
        description: A value to block.
        category: secrets
        severity: critical
        action: block
        pattern: 'FORBID-[0-9]{4}'
        examples: {match: [{text: 'FORBID-0000', value: FORBID-0000}], no_match: [{text: 'FORBID-', why: cut}]}
      - id: test.notice
        type: test_notice
        name: Notice
        description: A value to announce.
        category: secrets
        severity: high
        action: alert
        pattern: 'NOTICE-[0-9]{4}'
        examples: {match: [{text: 'NOTICE-0000', value: NOTICE-0000}], no_match: [{text: 'NOTICE-', why: cut}]}
      - id: test.endless
        type: test_endless
        name: Endless
        description: A value that PCRE2 gives up on where it is almost there.
        category: secrets
        severity: critical
        action: block
        pattern: '(?:q+)+=(?!x)'
        examples: {match: [{text: 'q=', value: q=}], no_match: [{text: 'q', why: cut}]}
    """

  static func generation(number: UInt64 = 1) throws -> RulesetGeneration {
    let loaded = RulePackLoader().load(bytes: Array(pack.utf8), file: "test.yaml")
    #expect(!loaded.hasErrors, "\(loaded.diagnostics)")
    return try RulesetCompiler().compile(loaded.ruleSet, number: number)
  }

  static func start(
    limits: RequestLimits = RequestLimits(), settings: InspectionSettings = InspectionSettings(), threads: Int = 1,
    upstreamPort: Int? = nil, prefix: String = ""
  ) async throws -> ProxyHarness {
    let upstream = try await FakeUpstream.start()
    let port = upstreamPort ?? upstream.port
    func origin(_ name: String, _ provider: Provider) -> Upstream {
      Upstream(
        name: name, provider: provider, host: "127.0.0.1", port: port, isTLS: false, pathPrefix: prefix)
    }
    let table = UpstreamTable(
      byProvider: [
        .anthropic: origin("anthropic", .anthropic), .openai: origin("openai", .openai),
        .gemini: origin("gemini", .gemini),
      ],
      byName: ["gateway": origin("gateway", .generic)])
    let generation = try generation()
    let policy = ProxyPolicy(
      inspector: Inspector(generation: generation, settings: settings), upstreams: table, limits: limits,
      block: BlockStyle())
    let active = ActiveRuleset(generation: generation, bound: policy)
    let status = StatusBoard()
    status.update { $0.isReady = true }
    let log = LogCapture()
    var logger = Logger(label: "test") { _ in log.handler }
    logger.logLevel = .trace
    let server = ProxyServer(
      configuration: .init(port: 0, threads: threads), active: active, status: status, logger: logger,
      version: "9.9.9-test")
    let address = try await server.start()
    return ProxyHarness(
      port: address.port ?? 0, upstream: upstream, server: server, status: status, log: log, active: active)
  }

  func stop() async {
    await server.stop(drainTimeout: .zero)
    await upstream.stop()
  }

  func connect() async throws -> RawSocket { try await RawSocket.connect(port: port) }

  /// Runs `body` against a fresh proxy and always stops it.
  static func run(
    limits: RequestLimits = RequestLimits(), settings: InspectionSettings = InspectionSettings(), threads: Int = 1,
    upstreamPort: Int? = nil, prefix: String = "", _ body: (ProxyHarness) async throws -> Void
  ) async throws {
    let harness = try await start(
      limits: limits, settings: settings, threads: threads, upstreamPort: upstreamPort, prefix: prefix)
    do {
      try await body(harness)
    } catch {
      await harness.stop()
      throw error
    }
    await harness.stop()
    for secret in [redactable, blockable, alerting] {
      #expect(!harness.log.text.contains(secret), "a matched value reached the log")
    }
  }

  /// One request on a connection of its own; the upstream, when asked, answers with `reply`.
  func exchange(_ request: String, reply: String) async throws -> (forwarded: HTTPMessage, response: HTTPMessage) {
    let client = try await connect()
    try await client.send(request)
    let peer = try await upstream.accept()
    let forwarded = try await peer.readMessage()
    try await peer.send(reply)
    let response = try await client.readMessage()
    await client.close()
    return (forwarded, response)
  }

  /// One request that must not reach the upstream.
  func refusal(_ request: String) async throws -> HTTPMessage {
    let client = try await connect()
    try await client.send(request)
    let response = try await client.readMessage()
    await client.close()
    return response
  }

  static func post(_ path: String, _ body: String, headers: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: proxy\r\nContent-Type: application/json\r\n\(headers)"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  static let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
}

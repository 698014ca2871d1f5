import ArgusReports
import Glibc
import NIOHTTP1

/// This is the proxy's own two pages, `/health` and `/metrics`; everything else is traffic.
///
/// They are shown only under a local name or the bound one: a web page that points its own name at this address
/// gets nothing.
struct HealthEndpoint: Sendable {
  let host: String
  let version: String
  let status: StatusBoard
  let metrics: ProxyMetrics
  let admission: AdmissionLimits
  private let startedAt = ContinuousClock.now

  init(host: String, version: String, status: StatusBoard, metrics: ProxyMetrics, admission: AdmissionLimits) {
    self.host = host
    self.version = version
    self.status = status
    self.metrics = metrics
    self.admission = admission
  }

  static func isOwnPage(_ head: HTTPRequestHead) -> Bool {
    guard head.method == .GET || head.method == .HEAD else { return false }
    let path = RequestFacts.splitTarget(head.uri).path
    return path == "/health" || path == "/metrics"
  }

  func page(_ head: HTTPRequestHead, facts: RequestFacts) throws(Refusal) -> OwnResponse {
    guard isLocalName(facts.host) else {
      throw Refusal(.forbidden, "host_not_allowed", "This page is shown under a local host name only.")
    }
    return RequestFacts.splitTarget(head.uri).path == "/health" ? health() : metricsPage()
  }

  private func isLocalName(_ field: String) -> Bool {
    var name = field.lowercased()
    if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") { name = String(name[..<colon]) }
    return ["localhost", "127.0.0.1", "[::1]", host.lowercased(), "[\(host.lowercased())]"].contains(name)
  }

  private func metricsPage() -> OwnResponse {
    OwnResponse(
      status: .ok, contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: metrics.exposition(
        board: status, activeRequests: admission.activeRequests, openConnections: admission.openConnections,
        version: version))
  }

  private func health() -> OwnResponse {
    let now = status.status
    let word = now.isDraining ? "draining" : now.isReady ? "ready" : "starting"
    let quarantined = now.quarantined.map {
      JSONValue.object([("rule", .string($0.ruleID)), ("reason", .string($0.reason))])
    }
    let stale = now.staleReasons.map { reasons in
      JSONValue.object([("since", .integer(Int(now.staleSince ?? 0))), ("reasons", .strings(reasons))])
    }
    let reloads = JSONValue.object([
      ("succeeded", .integer(Int(now.reloadsSucceeded))), ("failed", .integer(Int(now.reloadsFailed))),
      (
        "last_milliseconds",
        now.lastReloadDuration.map { .integer(Int(clamping: $0.wholeNanoseconds / 1_000_000)) } ?? .null
      ),
    ])
    let body = JSONValue.object([
      ("status", .string(word)), ("version", .string(version)), ("pid", .integer(Int(getpid()))),
      ("uptime_seconds", .integer(Int((ContinuousClock.now - startedAt).components.seconds))),
      ("requests", .integer(Int(metrics.totalRequests))), ("generation", .integer(Int(now.generation))),
      ("ruleset_digest", .string(now.digest)), ("rules_loaded", .integer(now.rulesLoaded)),
      ("delta_patterns", .integer(now.deltaPatterns)),
      ("rules_quarantined", .array(quarantined)), ("reloads", reloads), ("stale", stale ?? .null),
    ]).compact
    return OwnResponse(status: word == "ready" ? .ok : .serviceUnavailable, body: body + "\n")
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import Logging
import NIOCore
import NIOHTTP1

/// This is the one log line of a request: what happened to it, never what stood in it.
///
/// Paths, queries, header values and matched values stay out; places are JSON paths of the provider's format.
struct RequestLog: Sendable {
  private static let maximumFindings = 20
  let logger: Logger

  func record(_ exchange: Exchange, at end: NIODeadline) {
    let isUnknown = exchange.result.map { !$0.outcome.unknowns.isEmpty } ?? false
    let isFlagged = exchange.failure != nil || exchange.result?.outcome.decision.action != nil || isUnknown
    let level: Logger.Level = isFlagged ? .info : .debug
    guard logger.logLevel <= level else { return }
    var metadata: Logger.Metadata = [
      "request_id": "\(exchange.id)", "provider": "\(exchange.provider)", "action": "\(exchange.action)",
      "request_bytes": "\(exchange.bodyBytes)", "response_bytes": "\(exchange.relay?.bodyBytes ?? 0)",
      "duration_ms": "\(milliseconds((end - exchange.startedAt).nanoseconds))",
      "generation": "\(exchange.lease.generation.number)",
    ]
    if let name = exchange.route?.upstream.name { metadata["upstream"] = "\(name)" }
    if let status = exchange.status { metadata["status"] = "\(status.code)" }
    if let failure = exchange.failure { metadata["failure"] = "\(failure)" }
    if let result = exchange.result {
      metadata["scan_ms"] = "\(milliseconds(Int64(clamping: result.duration.wholeNanoseconds)))"
      let findings = result.outcome.decision.findings
      if !findings.isEmpty { metadata["findings"] = .array(findings.prefix(Self.maximumFindings).map(describe)) }
      if findings.count > Self.maximumFindings { metadata["findings_total"] = "\(findings.count)" }
      let unknowns = result.outcome.unknowns.prefix(Self.maximumFindings)
      if !unknowns.isEmpty {
        metadata["unknown"] = .array(unknowns.map { "\($0.ruleID): \($0.reason)" })
      }
      let limits = result.outcome.decoding.limits.keys.map(\.rawValue).sorted()
      if !limits.isEmpty { metadata["decoding_limits"] = .array(limits.map { "\($0)" }) }
      if let reason = result.outcome.uninspectable { metadata["uninspectable"] = "\(reason)" }
    }
    logger.log(level: level, "request", metadata: metadata)
  }

  private func describe(_ finding: Finding) -> Logger.MetadataValue {
    .dictionary([
      "type": "\(finding.type)", "rule": "\(finding.ruleID)", "severity": "\(finding.severity.rawValue)",
      "action": "\(finding.action?.rawValue ?? "none")", "location": "\(finding.location)",
      "count": "\(finding.count)",
    ])
  }

  private func milliseconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds / 1000) / 1000 }
}

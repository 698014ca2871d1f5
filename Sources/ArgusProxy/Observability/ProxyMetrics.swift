import ArgusInspection
import ArgusKit
import Synchronization

/// This is everything the proxy counts, and its text for Prometheus. No label holds anything a client sent.
final class ProxyMetrics: Sendable {
  let requests = LabelledCounter(labels: ["provider", "action"], capacity: 256)
  let findings = LabelledCounter(labels: ["rule", "severity", "action"], capacity: 2000)
  let limitsHit = LabelledCounter(labels: ["limit"], capacity: 64)
  let upstreamErrors = LabelledCounter(labels: ["kind"], capacity: 32)
  let uninspectable = LabelledCounter(labels: ["reason"], capacity: 64)
  let unknowns = LabelledCounter(labels: ["rule", "reason"], capacity: 1000)
  let decodingLimits = LabelledCounter(labels: ["limit"], capacity: DecodingReport.Limit.allCases.count)
  let scanDuration = Histogram(seconds: [
    0.000_01, 0.000_03, 0.000_1, 0.000_3, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1,
  ])
  let addedDelay = Histogram(seconds: [0.000_03, 0.000_1, 0.000_3, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3])
  let requestDuration = Histogram(seconds: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000])
  private let scanBytes = Atomic<UInt64>(0)
  private let blockEvents = Atomic<UInt64>(0)
  private let requestCount = Atomic<UInt64>(0)

  var totalRequests: UInt64 { requestCount.load(ordering: .relaxed) }

  func countBlockEvent() { blockEvents.wrappingAdd(1, ordering: .relaxed) }

  func countRequest(provider: Provider, action: String) {
    requestCount.wrappingAdd(1, ordering: .relaxed)
    requests.add(provider.rawValue, action)
  }

  func countInspection(_ result: InspectionTask.Result) {
    scanBytes.wrappingAdd(UInt64(clamping: result.scannedBytes), ordering: .relaxed)
    scanDuration.record(nanoseconds: result.duration.wholeNanoseconds)
    if let reason = result.outcome.uninspectable { uninspectable.add(reason) }
    for unknown in result.outcome.unknowns { unknowns.add(unknown.ruleID, unknown.reason) }
    for limit in result.outcome.decoding.limits.keys { decodingLimits.add(limit.rawValue) }
    for finding in result.outcome.decision.findings {
      let name = finding.ruleID.isEmpty ? finding.detector + "." + finding.type : finding.ruleID
      let action = finding.isShadow ? "shadow" : finding.action?.rawValue ?? "none"
      findings.add(name, finding.severity.rawValue, action)
    }
  }

  func exposition(board: StatusBoard, activeRequests: Int, openConnections: Int, version: String) -> String {
    let status = board.status
    var text = ""
    requests.write("argus_requests_total", help: "Requests by provider and by what was done.", to: &text)
    findings.write("argus_findings_total", help: "Findings by rule, severity and action.", to: &text)
    limitsHit.write("argus_limits_hit_total", help: "Refusals by reason.", to: &text)
    upstreamErrors.write("argus_upstream_errors_total", help: "Failed upstream exchanges by kind.", to: &text)
    uninspectable.write("argus_uninspectable_total", help: "Bodies that could not be inspected.", to: &text)
    unknowns.write(
      "argus_unknown_outcomes_total", help: "Rules without an outcome in a body, because the engine hit a limit.",
      to: &text)
    decodingLimits.write(
      "argus_decoding_limits_total", help: "Bodies of which a part stayed encoded, by the limit that was met.",
      to: &text)
    scanDuration.write("argus_scan_duration_seconds", help: "Time to inspect one request.", to: &text)
    addedDelay.write(
      "argus_ttfb_added_seconds", help: "Time between a request's last byte in and its first byte out.", to: &text)
    requestDuration.write("argus_request_duration_seconds", help: "Time from head to end of response.", to: &text)
    board.reloadDuration.write(
      "argus_reload_duration_seconds", help: "Time from a reload's begin to the swap or the refusal.", to: &text)
    func number(_ name: String, _ type: String, _ value: some CustomStringConvertible, _ help: String) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n\(name) \(value)\n"
    }
    number("argus_scan_bytes_total", "counter", scanBytes.load(ordering: .relaxed), "Bytes inspected.")
    number(
      "argus_block_events_total", "counter", blockEvents.load(ordering: .relaxed),
      "Blocked requests; the same body within 60 seconds counts once.")
    number("argus_active_requests", "gauge", activeRequests, "Requests in progress.")
    number("argus_open_connections", "gauge", openConnections, "Client connections.")
    number("argus_generation", "gauge", status.generation, "Number of the live ruleset.")
    number("argus_rules_loaded", "gauge", status.rulesLoaded, "Rules that are live.")
    number("argus_rules_quarantined", "gauge", status.quarantined.count, "Rules that should be live and are not.")
    number(
      "argus_ruleset_delta_patterns", "gauge", status.deltaPatterns,
      "Live patterns in a second database, until all are compiled into one.")
    number(
      "argus_reload_success", "gauge", status.staleReasons == nil ? 1 : 0, "1 when what is on disk is what is live.")
    number("argus_reload_timestamp_seconds", "gauge", status.lastLoadTime, "Time of the last successful load.")
    text += "# HELP argus_reloads_total Reloads tried.\n# TYPE argus_reloads_total counter\n"
    text += "argus_reloads_total{result=\"success\"} \(status.reloadsSucceeded)\n"
    text += "argus_reloads_total{result=\"failure\"} \(status.reloadsFailed)\n"
    text += "# HELP argus_build_info The running version.\n# TYPE argus_build_info gauge\n"
    text += "argus_build_info{version=\"\(LabelledCounter.escaped(version))\"} 1\n"
    return text
  }
}

extension Duration {
  var wholeNanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : scaled &+ UInt64(clamping: attoseconds / 1_000_000_000)
  }
}

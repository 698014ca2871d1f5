import ArgusKit

/// This is the one decision, taken after every finding is in.
enum Verdicts {
  static func conclude(_ ledger: inout FindingLedger) -> InspectionPass.Result {
    var reason: String?
    for index in ledger.findings.indices {
      let finding = ledger.findings[index]
      guard finding.action == .redact, !finding.isShadow else { continue }
      // Nothing may be left behind: where one place cannot be rewritten, the request does not leave.
      guard let stuck = finding.occurrences.first(where: { $0.span == nil }) else { continue }
      ledger.escalate(index)
      if reason == nil { reason = "\(finding.type) (\(stuck.location)), which cannot be redacted there" }
    }
    let ordered = ledger.findings.enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }
    let findings = ordered.map(\.element)
    let deciding = findings.filter { !$0.isShadow }.max { ($0.action ?? .log) < ($1.action ?? .log) }
    var action = deciding?.action
    if action != .block || reason == nil { reason = deciding.map { "\($0.type) (\($0.location))" } }
    if let omitted = ledger.strongestOmitted, action.map({ $0 < omitted.action }) ?? true {
      action = omitted.action
      reason = "\(omitted.type) (one of \(ledger.omitted) places not listed)"
    }
    let decision = ActionDecision(action: action, reason: reason ?? "", findings: findings)
    let cuts = ledger.marks.compactMap { mark -> BodyRewriter.Cut? in
      guard ledger.action(of: mark) >= .redact else { return nil }
      return BodyRewriter.Cut(
        start: mark.span.start, end: mark.span.end, type: mark.type, isNumber: mark.isNumber, place: mark.place)
    }
    let outcome = InspectionOutcome(
      verdict: action == .block ? .block : .forward, decision: decision, omittedOccurrences: ledger.omitted)
    return InspectionPass.Result(outcome: outcome, cuts: cuts)
  }
}

import ArgusKit
public import ArgusMatcher

/// This is the decision on one body: the single function that every route calls before a byte may leave.
///
/// It is pure compute: no sockets, no clock, no files. Immutable and safe to share between threads.
public struct Inspector: Sendable {
  public let generation: RulesetGeneration
  public let settings: InspectionSettings
  private let plan: InspectionPlan

  public init(generation: RulesetGeneration, settings: InspectionSettings) {
    self.generation = generation
    self.settings = settings
    plan = InspectionPlan(generation: generation, settings: settings)
  }

  /// Extracts every field, runs detectors and rules in one pass, applies checks, context, allow lists and policy,
  /// and, where the decision is to redact, rewrites the body and inspects the result again.
  public func inspect(_ body: Span<UInt8>, _ subject: InspectionSubject) -> InspectionOutcome {
    decide(body, subject, uninspectable: nil)
  }

  /// Decides on a body that cannot be read at all: an unknown content coding, a decompression bomb, one over the
  /// limit. Query and headers are inspected nevertheless.
  /// - Parameter reason: Why, in words for people; must not quote the body.
  public func inspectUninspectable(reason: String, subject: InspectionSubject) -> InspectionOutcome {
    let nothing: [UInt8] = []
    return decide(nothing.span, subject, uninspectable: reason)
  }

  /// Inspects `body` once, without redaction, and tells what became of every match.
  public func judgements(_ body: Span<UInt8>, _ subject: InspectionSubject) -> (InspectionOutcome, JudgementTrace) {
    var scratch = plan.pool.take()
    defer { plan.pool.give(back: scratch) }
    var pass = InspectionPass(plan: plan, subject: subject, uninspectable: nil)
    let trace = JudgementTrace()
    pass.trace = trace
    return (pass.run(body, &scratch).outcome, trace)
  }

  private func decide(
    _ body: Span<UInt8>, _ subject: InspectionSubject, uninspectable: String?
  ) -> InspectionOutcome {
    var scratch = plan.pool.take()
    defer { plan.pool.give(back: scratch) }
    let first = InspectionPass(plan: plan, subject: subject, uninspectable: uninspectable).run(body, &scratch)
    var outcome = first.outcome
    guard outcome.decision.action == .redact else { return outcome }
    let rewritten = BodyRewriter.rewrite(body, first.cuts)
    var again = InspectionPass(plan: plan, subject: subject, uninspectable: uninspectable)
    again.ownTypes = Set(first.cuts.map { Placeholder.name(of: $0.type) })
    var changes = plan.pool.take()
    defer { plan.pool.give(back: changes) }
    let second = again.run(rewritten.span, &changes, after: scratch).outcome
    if let action = second.decision.action, action >= .redact {
      outcome.verdict = .block
      outcome.decision.action = .block
      outcome.decision.reason = second.decision.reason + ", still present after redaction"
    } else {
      outcome.verdict = .rewrite(rewritten)
    }
    return outcome
  }
}

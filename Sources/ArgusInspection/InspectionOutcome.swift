public import ArgusKit

/// This is what inspection concluded.
public struct InspectionOutcome: Sendable {
  public enum Verdict: Sendable {
    /// The original bytes may leave.
    case forward
    /// These bytes may leave instead; they differ from the original only inside the matched spans.
    case rewrite([UInt8])
    /// Nothing may leave.
    case block
  }

  public var verdict: Verdict
  /// All findings with their actions; `decision.findings` is in order of severity, then place.
  public var decision: ActionDecision
  public var fieldCount: Int
  /// Rules whose outcome is unknown because PCRE2 hit a limit, by id and reason (`match limit`; `allow pattern: match
  /// limit` where it was an allow pattern).
  public var unknowns: [(ruleID: String, reason: String)]
  /// Occurrences that act like the listed ones but are not listed, because a body may hold very many.
  public var omittedOccurrences: Int
  /// The `model` that a JSON body asks for; empty where it names none.
  public var model: String
  /// What was decoded beside the fields, and which limits that met.
  public var decoding = DecodingReport()
  /// Why the body could not be inspected as what it claims to be; nil in the ordinary case.
  public var uninspectable: String?

  public init(
    verdict: Verdict, decision: ActionDecision, fieldCount: Int = 0,
    unknowns: [(ruleID: String, reason: String)] = [], uninspectable: String? = nil, model: String = "",
    omittedOccurrences: Int = 0
  ) {
    self.verdict = verdict
    self.decision = decision
    self.fieldCount = fieldCount
    self.unknowns = unknowns
    self.uninspectable = uninspectable
    self.model = model
    self.omittedOccurrences = omittedOccurrences
  }
}

public import ArgusKit
public import ArgusMatcher

/// This is the decision on one body: the single function that every route calls before a byte may leave.
///
/// It is pure compute: no sockets, no clock, no files. Immutable and safe to share between threads.
public struct Inspector: Sendable {
  public let generation: RulesetGeneration
  public let settings: InspectionSettings

  public init(generation: RulesetGeneration, settings: InspectionSettings) {
    self.generation = generation
    self.settings = settings
  }

  /// Extracts every field, runs detectors and rules in one pass, applies checks, context, allow lists and policy,
  /// and, where the decision is to redact, rewrites the body and inspects the result again.
  public func inspect(_ body: Span<UInt8>, _ subject: InspectionSubject) -> InspectionOutcome {
    fatalError("owned by the ArgusInspection author")
  }
}

/// This is what is known of a body besides its bytes.
public struct InspectionSubject: Sendable {
  public var provider: Provider
  public var direction: Direction
  /// `application/json; charset=utf-8`; empty where unknown (then JSON is tried, else text).
  public var contentType: String
  /// The raw query string, without `?`; scanned, credentials excepted.
  public var query: String
  /// Header fields to scan. The caller leaves out credentials, the inspector leaves out nothing.
  public var headers: [(name: String, value: String)]
  /// The file the body was read from; empty for traffic.
  public var filename: String

  public init(
    provider: Provider, direction: Direction = .request, contentType: String = "", query: String = "",
    headers: [(name: String, value: String)] = [], filename: String = ""
  ) {
    self.provider = provider
    self.direction = direction
    self.contentType = contentType
    self.query = query
    self.headers = headers
    self.filename = filename
  }
}

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
  /// Rules whose outcome is unknown because PCRE2 hit a limit, by id and reason.
  public var unknowns: [(ruleID: String, reason: String)]
  /// Why the body could not be inspected as what it claims to be; nil in the ordinary case.
  public var uninspectable: String?

  public init(
    verdict: Verdict, decision: ActionDecision, fieldCount: Int = 0,
    unknowns: [(ruleID: String, reason: String)] = [], uninspectable: String? = nil
  ) {
    self.verdict = verdict
    self.decision = decision
    self.fieldCount = fieldCount
    self.unknowns = unknowns
    self.uninspectable = uninspectable
  }
}

/// This is one thing that should not leave, folded over all places it was seen in.
///
/// ``matchedValue`` is ``Sensitive``: a finding can be logged or printed whole without leaking it, but it is
/// deliberately not `Codable`; records are written field by field from the others.
public struct Finding: Sendable, Hashable {
  /// The family that found it: `secrets`, `pii`, `proprietary`, `injection`, `custom`, or a detector's name.
  public var detector: String
  /// What it is, such as `aws_access_key`.
  public var type: String
  public var severity: Severity
  public var confidence: Confidence
  /// The place of the first occurrence, such as `messages[3].content`.
  public var location: String { occurrences.first?.location ?? "" }
  /// A masked form for people: never more than a quarter of the value.
  public var valuePreview: String
  public var matchedValue: Sensitive<String>
  /// What the policy decided for this finding; nil until it has.
  public var action: Action?
  /// The rule's id; empty for findings of code detectors.
  public var ruleID: String
  /// The number of the ruleset generation that found it; 0 for code detectors.
  public var generation: UInt64
  /// True for a rule in `shadow` mode: counted, never acted upon.
  public var isShadow: Bool
  /// Every place it was seen, in order of the body.
  public var occurrences: [Occurrence]

  /// The number of places it was seen in.
  public var count: Int { occurrences.count }

  /// This is one place of a finding.
  public struct Occurrence: Sendable, Hashable {
    public var location: String
    /// The bytes of the *original body* that hold the value, escapes included; nil outside the body
    /// (a header, the query).
    public var span: ByteSpan?
    /// The decoding steps between the field's text and the value, outermost first, such as `["base64", "gzip"]`;
    /// empty where the value stands in the field as it is. `docs/decoding.md` lists the names.
    public var decoding: [String]

    public init(location: String, span: ByteSpan?, decoding: [String] = []) {
      self.location = location
      self.span = span
      self.decoding = decoding
    }
  }

  public init(
    detector: String, type: String, severity: Severity, confidence: Confidence = .high, valuePreview: String,
    matchedValue: Sensitive<String>, action: Action? = nil, ruleID: String = "", generation: UInt64 = 0,
    isShadow: Bool = false, occurrences: [Occurrence]
  ) {
    self.detector = detector
    self.type = type
    self.severity = severity
    self.confidence = confidence
    self.valuePreview = valuePreview
    self.matchedValue = matchedValue
    self.action = action
    self.ruleID = ruleID
    self.generation = generation
    self.isShadow = isShadow
    self.occurrences = occurrences
  }
}

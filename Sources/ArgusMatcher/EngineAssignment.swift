/// This is which engine holds one pattern of a rule.
public struct EngineAssignment: Sendable, Hashable {
  public enum Tier: String, Sendable, Hashable, CaseIterable {
    /// Hyperscan holds the exact pattern.
    case automaton
    /// Hyperscan holds an approximation, PCRE2 decides.
    case prefilter
    /// PCRE2 where enough bytes of one class stand together, as in a card number: no literal, and no automaton either.
    case run
    /// PCRE2 on every field, behind a literal of the pattern where it has one.
    case fallback
  }

  public var ruleID: String
  public var pattern: Int
  public var tier: Tier
  /// Bytes; nil where unbounded or unknown.
  public var maximumWidth: Int?
  public var minimumWidth: Int
  /// For `fallback`: the literal that must be present before PCRE2 runs.
  public var requiredLiteral: String?
  /// How many bytes of a stream may wait for the pattern's decision: its width, and what it looks at behind a match.
  /// nil where that has no useful bound; streams leave the whole rule out then.
  public var holdBack: Int?

  public init(
    ruleID: String, pattern: Int, tier: Tier, minimumWidth: Int, maximumWidth: Int?, requiredLiteral: String? = nil,
    holdBack: Int? = nil
  ) {
    self.ruleID = ruleID
    self.pattern = pattern
    self.tier = tier
    self.minimumWidth = minimumWidth
    self.maximumWidth = maximumWidth
    self.requiredLiteral = requiredLiteral
    self.holdBack = holdBack
  }
}

public import ArgusKit

/// This is one match that PCRE2 confirmed, before any check, context or allow list.
public struct RuleMatch: Sendable, Hashable {
  /// Index into ``RulesetGeneration/rules``.
  public var rule: Int
  /// Index into that rule's patterns.
  public var pattern: Int
  /// Index into ``FieldArena/fields``.
  public var field: Int
  /// The whole match, in bytes from the field's start.
  public var span: ByteSpan
  /// The part that is the finding's value, in bytes from the field's start.
  public var value: ByteSpan

  public init(rule: Int, pattern: Int, field: Int, span: ByteSpan, value: ByteSpan) {
    self.rule = rule
    self.pattern = pattern
    self.field = field
    self.span = span
    self.value = value
  }
}

/// This is what one pass over an arena found.
public struct MatchReport: Sendable {
  /// Ordered by field, then by start, then by rule.
  public var matches: [RuleMatch] = []
  /// Pairs that PCRE2 gave up on (a match, depth, heap or JIT-stack limit): the outcome is *unknown* and follows
  /// the fail mode. At most one entry per rule and field.
  public var unknowns: [Unknown] = []

  /// What PCRE2 was asked to do.
  public var work = ScanWork()

  public struct Unknown: Sendable, Hashable {
    public var rule: Int
    public var field: Int
    /// PCRE2's name of the limit, such as `match limit`.
    public var reason: String

    public init(rule: Int, field: Int, reason: String) {
      self.rule = rule
      self.field = field
      self.reason = reason
    }
  }

  public init() {}

  mutating func note(_ reason: String, rule: Int, field: Int) {
    guard !unknowns.contains(where: { $0.rule == rule && $0.field == field }) else { return }
    unknowns.append(Unknown(rule: rule, field: field, reason: reason))
  }
}

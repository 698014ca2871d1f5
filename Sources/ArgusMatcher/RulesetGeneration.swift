public import ArgusRules

/// This is one compiled, immutable, numbered ruleset; it owns its databases and frees them with its last lease.
public final class RulesetGeneration: Sendable {
  /// Grows by one with every installed generation; 1 is the first.
  public let number: UInt64
  public let digest: RuleSetDigest
  /// The compiled rules, `off` and quarantined ones left out.
  public let rules: [Rule]
  public let assignments: [EngineAssignment]
  /// Rules that no engine could take, with the reason; never silent.
  public let quarantined: [QuarantinedRule]

  init() { fatalError("owned by the ArgusMatcher author") }

  /// Finds every match of every rule in every field of `arena`, in one automaton pass.
  ///
  /// Thread-safe: scratch memory is borrowed from the generation's pool for the call.
  public func scan(_ arena: borrowing FieldArena) throws(MatcherError) -> MatchReport {
    fatalError("owned by the ArgusMatcher author")
  }

  /// Tells whether an allow pattern of rule `rule` (an index into ``rules``) is found in `value`.
  public func allowPatternMatches(rule: Int, value: Span<UInt8>) -> Bool {
    fatalError("owned by the ArgusMatcher author")
  }
}

/// This is which engine holds one pattern of a rule.
public struct EngineAssignment: Sendable, Hashable {
  public enum Tier: String, Sendable, Hashable, CaseIterable {
    /// Hyperscan holds the exact pattern.
    case automaton
    /// Hyperscan holds an approximation, PCRE2 decides.
    case prefilter
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

  public init(
    ruleID: String, pattern: Int, tier: Tier, minimumWidth: Int, maximumWidth: Int?, requiredLiteral: String? = nil
  ) {
    self.ruleID = ruleID
    self.pattern = pattern
    self.tier = tier
    self.minimumWidth = minimumWidth
    self.maximumWidth = maximumWidth
    self.requiredLiteral = requiredLiteral
  }
}

/// This is a rule that is not live although its pack says so.
public struct QuarantinedRule: Sendable, Hashable {
  public var ruleID: String
  public var diagnostic: Diagnostic

  public init(ruleID: String, diagnostic: Diagnostic) {
    self.ruleID = ruleID
    self.diagnostic = diagnostic
  }
}

/// This is a fault of the engine itself, not of a rule.
public struct MatcherError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

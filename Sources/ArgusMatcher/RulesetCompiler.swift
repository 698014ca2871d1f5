public import ArgusRules

/// This is the step from valid rules to a ruleset that scans.
public struct RulesetCompiler: Sendable {
  public init() {}

  /// Compiles `ruleSet`. A rule that cannot be compiled is quarantined, never fatal to the rest.
  ///
  /// Slow (seconds for a thousand rules): call it off the event loop.
  /// - Throws: only when the engine itself fails (no memory, unsupported processor).
  public func compile(_ ruleSet: RuleSet, number: UInt64) throws(MatcherError) -> RulesetGeneration {
    fatalError("owned by the ArgusMatcher author")
  }
}

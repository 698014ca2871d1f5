public import ArgusMatcher
public import ArgusRules

/// This is a ruleset ready to go live, with everything that is wrong with it.
public struct BuiltGeneration: Sendable {
  public var generation: RulesetGeneration
  public var loaded: RuleLoadResult
  public var examples: ExampleReport

  /// Every diagnostic of every stage, in the order of the stages.
  public var diagnostics: [Diagnostic] {
    loaded.sources.attached(
      to: loaded.diagnostics + generation.quarantined.flatMap(\.diagnostics) + examples.failures)
  }

  /// Why rules are not live: the errors of reading and compiling.
  public var faults: [Diagnostic] {
    loaded.sources.attached(to: loaded.diagnostics + generation.quarantined.flatMap(\.diagnostics))
      .filter { $0.severity == .error }
  }

  /// Rules that are not live although their pack says so: id and reason.
  public var quarantined: [(ruleID: String, reason: String)] {
    let rejected = loaded.rejectedRules.map { id in
      let reason = loaded.diagnostics.first { $0.ruleID == id && $0.severity == .error }
      return (ruleID: id, reason: reason.map(\.oneLine) ?? "rejected by the pack reader")
    }
    return rejected + generation.quarantined.map { (ruleID: $0.ruleID, reason: $0.diagnostic.oneLine) }
  }

  /// Whether anything is wrong that a careful operator would not put live.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}

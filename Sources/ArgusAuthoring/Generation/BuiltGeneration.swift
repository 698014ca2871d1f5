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

  /// Rules that are not live although their pack says so: id (or `file:line` where it is missing or taken) and reason.
  public var quarantined: [(ruleID: String, reason: String)] {
    var byRule: [String: Diagnostic] = [:]
    var byLine: [String: Diagnostic] = [:]
    for error in loaded.diagnostics where error.severity == .error {
      if let id = error.ruleID, byRule[id] == nil { byRule[id] = error }
      if let place = error.location.map({ "\($0.file):\($0.line)" }), byLine[place] == nil { byLine[place] = error }
    }
    let rejected = loaded.rejectedRules.map { name in
      // An id has no colon, so what has one is a place: where a rule without an id of its own begins.
      let reason = byRule[name] ?? byLine[name] ?? firstNameless(below: name)
      return (ruleID: name, reason: reason?.oneLine ?? "rejected by the pack reader")
    }
    return rejected
      + generation.quarantined.map { rule in
        (ruleID: rule.ruleID, reason: loaded.sources.attached(to: [rule.diagnostic])[0].oneLine)
      }
  }

  /// The fault of a rule whose id is malformed: it stands on one of the lines below the rule's first.
  private func firstNameless(below place: String) -> Diagnostic? {
    guard let colon = place.lastIndex(of: ":"), let line = Int(place[place.index(after: colon)...]) else { return nil }
    return loaded.diagnostics.first { error in
      guard error.severity == .error, error.ruleID == nil, let location = error.location else { return false }
      return location.file == place[..<colon] && location.line > line
    }
  }

  /// Whether anything is wrong that a careful operator would not put live.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}

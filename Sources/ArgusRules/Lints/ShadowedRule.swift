/// This is the lint for a rule that repeats the pattern of an earlier one and can never find anything else.
struct ShadowedRule: RuleLint {
  private struct Search: Hashable {
    var source: String
    var flags: UInt8
    var value: CaptureSelector
  }

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    var first: [Search: Rule] = [:]
    var found: [Diagnostic] = []
    for rule in live.rules {
      for pattern in rule.patterns {
        let search = Search(source: pattern.source, flags: pattern.flags.rawValue, value: rule.value)
        guard let earlier = first[search] else {
          first[search] = rule
          continue
        }
        guard earlier.id == rule.id || earlier.isAtLeastAsWide(as: rule) else { continue }
        found.append(
          Diagnostic(
            .shadowed, about: rule, at: pattern.location,
            "the pattern is the same as in rule `\(earlier.id)`",
            hint: "the other one is at \(earlier.location); remove one, or tell them apart by checks or context"))
      }
    }
    return found
  }
}

extension Rule {
  /// True when nothing but the pattern decides, or both decide alike.
  fileprivate func isAtLeastAsWide(as other: Rule) -> Bool {
    (checks.isEmpty || checks == other.checks) && (context == nil || context == other.context)
      && (scope == RuleScope() || scope == other.scope) && requires.allSatisfy(\.isOptional)
  }
}

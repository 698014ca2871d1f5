/// This is the lint for a rule that can find nothing because a rule it requires is off.
struct CompanionOff: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    let off = Set(ruleSet.rules.lazy.filter { $0.mode == .off }.map(\.id))
    return live.rules.flatMap { rule in
      rule.requires.compactMap { companion in
        guard !companion.isOptional, off.contains(companion.rule) else { return nil }
        return Diagnostic(
          .companionIsOff, about: rule, at: companion.location,
          "the required rule `\(companion.rule)` is off, so this one finds nothing",
          hint: "turn the other rule to `shadow`, or make it optional here")
      }
    }
  }
}

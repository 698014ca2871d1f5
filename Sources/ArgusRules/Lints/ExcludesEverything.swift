/// This is the lint for globs that leave a rule nothing to look at.
struct ExcludesEverything: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      let lists = [
        ("scope.fields.exclude", rule.scope.excludeFields), ("scope.files.exclude", rule.scope.excludeFiles),
        ("allow.files", rule.allow.files),
      ]
      return lists.compactMap { name, globs -> Diagnostic? in
        guard let glob = globs.first(where: { !$0.isEmpty && $0.utf8.allSatisfy { $0 == UInt8(ascii: "*") } }) else {
          return nil
        }
        return Diagnostic(
          .excludesEverything, about: rule, "the glob \(QuotedText(glob)) in `\(name)` covers everything",
          hint: "write `mode: off` if the rule is not wanted, or narrow the glob")
      }
    }
  }
}

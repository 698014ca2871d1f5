/// This is the lint for a pattern that ends with a line break: block scalars of YAML keep theirs, and the pattern then
/// matches only before the end of a line.
struct LineBreakInPattern: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      (rule.patterns + rule.allow.patterns).compactMap { pattern in
        guard pattern.source.utf8.last == 0x0A, !pattern.flags.contains(.extended) else { return nil }
        return Diagnostic(
          .lineBreakInPattern, about: rule, at: pattern.location, "the pattern ends with a line break",
          hint: "write `|-` or `>-`, which keep none, or put the pattern on one line in single quotes")
      }
    }
  }
}

/// This is the lint for repeats that no automaton holds.
struct HugeRepeat: RuleLint {
  /// Hyperscan's bound.
  static let limit = 32_767

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tokens = PatternLexer.tokens(of: pattern) else { return nil }
    for token in tokens where max(token.minimum, token.maximum ?? 0) > Self.limit {
      return Diagnostic(
        .hugeRepeat, about: rule, in: pattern, token.offset..<token.end,
        "this repeat in the pattern is larger than \(Self.limit)",
        hint: "use a smaller bound and a `length` check")
    }
    return nil
  }
}

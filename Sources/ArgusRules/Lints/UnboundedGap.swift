/// This is the lint for `.*` and its like: a match may span a whole text, and the rule cannot run on streams.
struct UnboundedGap: RuleLint {
  /// A set of more bytes is a gap, a smaller one an alphabet.
  static let alphabetLimit = 128

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tokens = PatternLexer.tokens(of: pattern) else { return nil }
    for token in tokens {
      guard case .set(let set) = token.item, token.maximum == nil, set.count > Self.alphabetLimit else { continue }
      return Diagnostic(
        .unboundedGap, about: rule, in: pattern, token.offset..<token.end,
        "this gap in the pattern has no bound",
        hint: "give it one, such as `{0,80}`")
    }
    return nil
  }
}

/// This is the lint for `[A-z]`, which also takes the six characters between `Z` and `a`.
struct LetterRange: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tokens = PatternLexer.tokens(of: pattern) else { return nil }
    let bytes = Array(pattern.source.utf8)
    for token in tokens {
      guard case .set = token.item, token.end <= bytes.count, bytes[token.offset] == UInt8(ascii: "[") else { continue }
      let text = bytes[token.offset..<token.end]
      guard let range = text.firstRange(of: Array("A-z".utf8)) else { continue }
      return Diagnostic(
        .letterRange, about: rule, in: pattern, range, "`A-z` also takes the characters [ \\ ] ^ _ and `",
        hint: "write `A-Za-z`")
    }
    return nil
  }
}

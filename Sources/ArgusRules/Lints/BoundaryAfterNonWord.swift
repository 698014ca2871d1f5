/// This is the lint for a `\b` at the end of a pattern whose last character may not be a word character.
///
/// Behind such a character `\b` demands a word character instead of forbidding it, so the value is cut or missed.
struct BoundaryAfterNonWord: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      rule.patterns.compactMap { pattern in
        guard let tokens = PatternLexer.tokens(of: pattern), endsBadly(tokens) else { return nil }
        return Diagnostic(
          .boundaryAfterNonWord, about: rule, at: pattern.location,
          "`\\b` at the end follows a character that may not be a word character",
          hint: "end with `(?:[^…]|$)` around the value's own alphabet, with the value in a group")
      }
    }
  }

  private func endsBadly(_ tokens: [PatternToken]) -> Bool {
    var sawBoundary = false
    for token in tokens.reversed() {
      switch token.item {
      case .assertion(.wordBoundary): sawBoundary = true
      case .assertion, .close, .open: continue
      case .byte(let byte, _): return sawBoundary && !ByteSet.word.contains(byte)
      case .set(let set): return sawBoundary && !set.isDisjoint(with: ByteSet.word.inverted)
      case .unknown, .alternation: return false
      }
    }
    return false
  }
}

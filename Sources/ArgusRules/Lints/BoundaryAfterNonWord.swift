/// This is the lint for a `\b` at the end of a pattern whose last character may not be a word character.
///
/// Behind such a character `\b` demands a word character instead of forbidding it, so the value is cut or missed.
struct BoundaryAfterNonWord: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      rule.patterns.compactMap { pattern in
        guard let tokens = PatternLexer.tokens(of: pattern), let boundary = badEnd(of: tokens) else { return nil }
        return Diagnostic(
          .boundaryAfterNonWord, about: rule, in: pattern, boundary.offset..<boundary.end,
          "`\\b` at the end follows a character that may not be a word character",
          hint: "end with `(?:[^…]|$)` around the value's own alphabet, with the value in a group")
      }
    }
  }

  private func badEnd(of tokens: [PatternToken]) -> PatternToken? {
    var boundary: PatternToken?
    for token in tokens.reversed() {
      switch token.item {
      case .assertion(.wordBoundary): boundary = token
      case .assertion, .close, .open: continue
      case .byte(let byte, _): return ByteSet.word.contains(byte) ? nil : boundary
      case .set(let set): return set.isDisjoint(with: ByteSet.word.inverted) ? nil : boundary
      case .unknown, .alternation: return nil
      }
    }
    return nil
  }
}

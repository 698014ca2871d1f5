/// This is the lint for a rule whose own allow list or excluded words swallow the value of its example.
struct AllowedExample: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      rule.examples.match.compactMap { example in
        guard let value = example.value, let cause = cause(of: value, in: rule) else { return nil }
        return Diagnostic(
          .allowsOwnExample, about: rule, at: example.location,
          "the example's value is never reported because of \(cause)",
          hint: "choose another value or narrow the rule's exclusions")
      }
    }
  }

  private func cause(of value: String, in rule: Rule) -> String? {
    if rule.allow.values.contains(value) { return "`allow.values`" }
    for pattern in rule.allow.patterns where LiteralPattern(pattern)?.matches(value) == true {
      return "the pattern \(QuotedText(pattern.source)) in `allow.patterns`"
    }
    for check in rule.checks {
      guard case .not(let exclusion) = check else { continue }
      for word in exclusion.words where ASCIICase.contains(value, word) {
        return "the word \(QuotedText(word)) in `not.words`"
      }
    }
    return nil
  }
}

/// This is a pattern that is only text between optional anchors, for which no engine is needed.
private struct LiteralPattern {
  private var bytes: [UInt8] = []
  private var isAnchoredAtStart = false
  private var isAnchoredAtEnd = false
  private var isCaseless = false

  init?(_ pattern: RulePattern) {
    guard let tokens = PatternLexer.tokens(of: pattern) else { return nil }
    for (index, token) in tokens.enumerated() {
      switch token.item {
      case .byte(let byte, let isCaseless) where token.isOnce:
        bytes.append(byte)
        if isCaseless { self.isCaseless = true }
      case .assertion(.start) where index == 0: isAnchoredAtStart = true
      case .assertion(.end) where index == tokens.count - 1: isAnchoredAtEnd = true
      default: return nil
      }
    }
  }

  func matches(_ value: String) -> Bool {
    let text = isCaseless ? value.utf8.map(ASCIICase.lower) : Array(value.utf8)
    let wanted = isCaseless ? bytes.map(ASCIICase.lower) : bytes
    switch (isAnchoredAtStart, isAnchoredAtEnd) {
    case (true, true): return text == wanted
    case (true, false): return text.starts(with: wanted)
    case (false, true): return text.suffix(wanted.count) == wanted[...]
    case (false, false): return ASCIICase.contains(text, wanted)
    }
  }
}

/// This is the lint for a pattern that can only match at the beginning of a whole text, where values seldom stand.
struct AnchoredPattern: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tree = PatternTree(pattern), case .alternation(let branches) = tree.nodes[tree.root].kind else {
      return nil
    }
    var anchor: PatternTree.Node?
    for branch in branches {
      guard case .sequence(let items) = tree.nodes[branch].kind, let first = items.first,
        case .item(.assertion(.start)) = tree.nodes[first].kind
      else { return nil }
      anchor = anchor ?? tree.nodes[first]
    }
    guard let anchor else { return nil }
    return Diagnostic(
      .anchoredPattern, about: rule, in: pattern, anchor.offset..<anchor.end,
      "the pattern matches only at the very beginning of a text",
      hint: "add the flag `multiline` if the beginning of a line is meant, or write `(?:^|[^A-Za-z0-9])`")
  }
}

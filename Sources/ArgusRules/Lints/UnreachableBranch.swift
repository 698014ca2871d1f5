/// This is the lint for an alternative that never decides, because an earlier one matches whatever it matches.
///
/// Only spelt-out alternatives are compared, and only where nothing follows them in the pattern: elsewhere PCRE2 comes
/// back for the longer one.
struct UnreachableBranch: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tree = PatternTree(pattern) else { return nil }
    for (index, node) in tree.nodes.enumerated() {
      guard case .alternation(let branches) = node.kind, branches.count > 1, isLast(index, in: tree) else { continue }
      var earlier: [[UInt8]] = []
      for branch in branches {
        guard let text = literal(branch, in: tree) else { continue }
        if earlier.contains(where: { text.starts(with: $0) }) {
          let place = tree.nodes[branch]
          return Diagnostic(
            .unreachableBranch, about: rule, in: pattern, place.offset..<place.end,
            "this alternative is never tried: an earlier one matches its beginning, and nothing follows",
            hint: "put the longer alternative first, or demand what ends the value")
        }
        if !text.isEmpty { earlier.append(text) }
      }
    }
    return nil
  }

  /// Whether nothing stands behind the node in the pattern, and nothing around it repeats.
  private func isLast(_ index: Int, in tree: PatternTree) -> Bool {
    var node = index
    while tree.nodes[node].parent >= 0 {
      let parent = tree.nodes[node].parent
      guard tree.nodes[node].minimum == 1, tree.nodes[node].maximum == 1 else { return false }
      if case .sequence(let items) = tree.nodes[parent].kind, items.last != node { return false }
      node = parent
    }
    return true
  }

  private func literal(_ branch: Int, in tree: PatternTree) -> [UInt8]? {
    guard case .sequence(let items) = tree.nodes[branch].kind else { return nil }
    var text: [UInt8] = []
    for item in items {
      let node = tree.nodes[item]
      guard case .item(.byte(let byte, false)) = node.kind, node.minimum == 1, node.maximum == 1 else { return nil }
      text.append(byte)
    }
    return text
  }
}

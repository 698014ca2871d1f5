/// This is the lint for a rule whose value is not what its author may think: one of several unnamed groups, or a group
/// that may be empty.
struct UnclearValue: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.flatMap { diagnostics(for: $0, of: rule) } }
  }

  private func diagnostics(for pattern: RulePattern, of rule: Rule) -> [Diagnostic] {
    guard let tree = PatternTree(pattern), let groups = tree.groups(of: rule.value), let first = groups.first else {
      return []
    }
    let node = tree.nodes[first]
    var found: [Diagnostic] = []
    if rule.value == .automatic, tree.captures.count > 1, groups.count == 1, name(of: node) == nil {
      found.append(
        Diagnostic(
          .unclearValue, .note, about: rule, in: pattern, node.offset..<node.end,
          "the first of \(tree.captures.count) groups is the value",
          hint: "say `value: 1` if that is meant, and write the other groups as `(?:…)`"))
    }
    if let body = node.children.first, PatternExtent.all(of: tree)[body].minimum == 0 {
      found.append(
        Diagnostic(
          .unclearValue, about: rule, in: pattern, node.offset..<node.end, "the group that is the value may be empty",
          hint: "demand at least one character in it, such as `+` instead of `*`"))
    }
    return found
  }

  private func name(of node: PatternTree.Node) -> String? {
    guard case .group(_, let capture?) = node.kind else { return nil }
    return capture.name
  }
}

/// This is the lint for a value group that may take no part in a match: then the whole match is reported, checked and
/// redacted instead.
struct AbsentCapture: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tree = PatternTree(pattern), let groups = tree.groups(of: rule.value), let first = groups.first,
      !takesPart(groups, in: tree)
    else { return nil }
    let node = tree.nodes[first]
    return Diagnostic(
      .absentCapture, about: rule, in: pattern, node.offset..<node.end,
      "a match may leave out this group, which is the rule's value; the whole match is reported then",
      hint: "make the group part of every alternative, or give each alternative its own entry under `patterns`")
  }

  /// Whether every match passes through one of `groups`.
  private func takesPart(_ groups: [Int], in tree: PatternTree) -> Bool {
    var isSure: [Bool] = []
    for (index, node) in tree.nodes.enumerated() {
      let body =
        switch node.kind {
        case .item: false
        case .sequence(let children): children.contains { isSure[$0] }
        case .alternation(let branches): branches.allSatisfy { isSure[$0] }
        case .group(let body, _): groups.contains(index) || isSure[body]
        }
      isSure.append(body && node.minimum > 0)
    }
    return isSure[tree.root]
  }
}

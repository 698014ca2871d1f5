/// This is the lint for patterns without a literal of four bytes, which the automaton must follow on every byte.
///
/// Three bytes are only noted: many formats have no longer prefix, and their author cannot help it.
struct MissingLiteral: RuleLint {
  static let enough = 4

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    // Without tokens nothing is known, and nothing is said.
    guard let tokens = PatternLexer.tokens(of: pattern) else { return nil }
    let literals = RequiredLiteral.alternatives(in: tokens, limit: RequiredLiteral.alternativeLimit)
    let shortest = literals?.map(\.bytes.count).min() ?? 0
    guard shortest < Self.enough else { return nil }
    // A long run of a rare class serves as well as a literal.
    if shortest < Self.enough - 1, RequiredRun.rarest(in: pattern.source, flags: pattern.flags)?.isUseful == true {
      return nil
    }
    let message =
      shortest == 0
      ? "no text that the pattern must contain was found"
      : "the longest text that the pattern must contain has \(shortest) byte\(shortest == 1 ? "" : "s")"
    return Diagnostic(
      .noLiteral, shortest == Self.enough - 1 ? .note : .warning, about: rule, at: pattern.location, message,
      hint: "a literal of \(Self.enough) bytes or more, such as a prefix or keyword, makes scanning many times faster")
  }
}

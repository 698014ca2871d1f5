import ArgusMatcher
import ArgusRules

/// This is the lint for patterns that no automaton holds.
enum FallbackTier {
  static func diagnostics(for rule: Rule, _ assignments: [EngineAssignment]) -> [Diagnostic] {
    assignments.compactMap { assignment in
      guard assignment.tier == .fallback, rule.patterns.indices.contains(assignment.pattern) else { return nil }
      let pattern = rule.patterns[assignment.pattern]
      let place = assignment.requiredLiteral.map { "every text that contains `\($0)`" } ?? "every text"
      return Diagnostic(
        .fallbackTier, about: rule, at: pattern.location, "no automaton holds the pattern: PCRE2 searches \(place)",
        hint: "avoid backreferences, recursion, `\\X` and conditions, and keep repeats small")
    }
  }
}

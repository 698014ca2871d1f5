/// This is the lint for rules that do not say what they find or where that is documented.
struct MissingDocumentation: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      var found: [Diagnostic] = []
      if rule.description.isEmpty {
        found.append(
          Diagnostic(
            .noDescription, .note, about: rule, "the rule has no description",
            hint: "say what the value is and what it opens"))
      }
      if rule.references.isEmpty {
        found.append(
          Diagnostic(
            .noReferences, .note, about: rule, "the rule has no references", hint: "link the format's documentation"))
      }
      return found
    }
  }
}

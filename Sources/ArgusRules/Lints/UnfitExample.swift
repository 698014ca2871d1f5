/// This is the lint for examples that cannot hold, whatever the engine does: a value that is not in its text, a text
/// that is too short for the pattern, a text that is said to match and not to match.
struct UnfitExample: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      let least = rule.patterns.map { pattern in
        PatternTree(pattern).map { tree in PatternExtent.all(of: tree)[tree.root].minimum } ?? 0
      }.min()
      var found: [Diagnostic] = []
      for example in rule.examples.match {
        if let value = example.value, !contains(example.text, value) {
          found.append(
            Diagnostic(
              .unfitExample, about: rule, at: example.location, "the example's value is not part of its text",
              hint: "`value` is the exact part of `text` that is reported"))
        } else if let least, example.text.utf8.count < least {
          found.append(
            Diagnostic(
              .unfitExample, about: rule, at: example.location,
              "the example has \(example.text.utf8.count) bytes, and a match has at least \(least)",
              hint: "lengthen the example, or mend the repeats of the pattern"))
        }
      }
      let matching = Set(rule.examples.match.map(\.text))
      for example in rule.examples.noMatch where matching.contains(example.text) {
        found.append(
          Diagnostic(
            .unfitExample, about: rule, at: example.location, "the same text is a `match` and a `no_match` example",
            hint: "keep one of the two"))
      }
      return found
    }
  }

  /// Bytes are compared as they are: two spellings of one character are two values.
  private func contains(_ text: String, _ value: String) -> Bool {
    !value.isEmpty && ASCIICase.contains(Array(text.utf8), Array(value.utf8))
  }
}

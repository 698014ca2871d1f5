/// This is the lint for a pattern with a character that only double quotes put there: `"\b"` is a backspace in YAML,
/// not a word boundary.
struct LostBackslash: RuleLint {
  private static let meant: [UInt8: String] = [0x07: "\\a", 0x08: "\\b", 0x0B: "\\v", 0x1B: "\\e"]

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      (rule.patterns + rule.allow.patterns).compactMap { pattern in
        guard let offset = pattern.source.utf8.enumerated().first(where: { Self.meant[$0.element] != nil })?.offset,
          let escape = Self.meant[Array(pattern.source.utf8)[offset]]
        else { return nil }
        return Diagnostic(
          .lostBackslash, about: rule, in: pattern, offset..<(offset + 1),
          "the pattern contains a control character where `\(escape)` was probably meant",
          hint: "double quotes turn `\(escape)` into that character; put the pattern in single quotes")
      }
    }
  }
}

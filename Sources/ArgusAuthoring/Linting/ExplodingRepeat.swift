import ArgusMatcher
import ArgusRules

/// This is the lint for repeats that multiply: what looks dangerous is tried out, and only what makes the engine give up
/// is reported, with the text that did it.
enum ExplodingRepeat {
  /// Counts of the repeated byte, in order: the first shows exponential work, the others a power of the length.
  private static let counts = [48, 400, 4_000]

  /// - Throws: ``MatcherError`` when PCRE2 has no memory.
  static func diagnostics(for rule: Rule) throws(MatcherError) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for pattern in rule.patterns {
      let conflicts = pattern.repeatConflicts
      guard !conflicts.isEmpty, let trial = try PatternTrial(pattern) else { continue }
      for conflict in conflicts {
        guard let count = counts.first(where: { trial.givesUp(on: conflict.text(count: $0)) }) else { continue }
        found.append(diagnostic(conflict, count, pattern, rule))
      }
    }
    return found
  }

  private static func diagnostic(
    _ conflict: RepeatConflict, _ count: Int, _ pattern: RulePattern, _ rule: Rule
  ) -> Diagnostic {
    let shape = conflict.kind == .nested ? "the nested repeats" : "the neighbouring repeats"
    let byte = shown(conflict.pumped)
    let lead = conflict.lead.isEmpty ? "" : "`" + conflict.lead.map(shown).joined() + "` and "
    return Diagnostic(
      .explodingRepeat, about: rule, in: pattern, conflict.bytes,
      "\(shape) multiply: on \(lead)\(count) × `\(byte)` PCRE2 gives up",
      hint: conflict.kind == .nested
        ? "demand a separator between the inner repeats, or make the inner one possessive, such as `++`"
        : "bound the repeats, make them possessive (`++`), or let what they take not overlap")
  }

  private static func shown(_ byte: UInt8) -> String {
    if (0x21...0x7E).contains(byte) { return String(Unicode.Scalar(byte)) }
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }
}

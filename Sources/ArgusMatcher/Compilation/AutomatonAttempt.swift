internal import ArgusRules

/// This is one way to put a pattern into the automaton; a pattern has several, the best first.
struct AutomatonAttempt: Sendable {
  var source: [UInt8]
  var flags: HyperscanDatabase.Flags
  var choice: AutomatonChoice
  /// See ``AutomatonCopy/positions``.
  var positions: Int

  /// Shorter literals are everywhere: each hit would cost a search.
  static let shortestLiteral = 3

  /// All ways for `pattern`, best first. The last resort, no trigger at all, is not among them.
  static func all(
    for pattern: RulePattern, faithful: AutomatonCopy?, relaxed: AutomatonCopy?
  ) -> [AutomatonAttempt] {
    var attempts: [AutomatonAttempt] = []
    var width = PatternWidth.anything
    for copy in [faithful, relaxed] {
      guard let copy, attempts.last?.source != copy.source else { continue }
      if attempts.isEmpty { width = copy.width }
      attempts.append(
        AutomatonAttempt(
          source: copy.source, flags: copy.isMultiline ? .multiline : [],
          // A relaxed copy searches with its own width, and tells people the pattern's.
          choice: AutomatonChoice(
            tier: copy.isExact ? .automaton : .prefilter, trigger: .ends(maximumWidth: copy.width.maximum),
            width: width),
          positions: copy.positions))
    }
    // Hyperscan simplifies what is too large for it, and then only promises to report something.
    if var last = attempts.last {
      last.flags.insert(.prefilter)
      last.choice.tier = .prefilter
      last.choice.trigger = .presence
      attempts.append(last)
    }
    if let literal = literal(of: pattern, width: width) { attempts.append(literal) }
    return attempts
  }

  /// The attempt that looks for a literal which every match contains.
  private static func literal(of pattern: RulePattern, width: PatternWidth) -> AutomatonAttempt? {
    guard let required = RequiredLiteral.longest(in: pattern.source, flags: pattern.flags),
      required.literal.count >= shortestLiteral
    else {
      return nil
    }
    return AutomatonAttempt(
      source: required.literal.flatMap { byte in
        let digits = String(byte, radix: 16)
        return Array((digits.count == 1 ? "\\x0" : "\\x").utf8) + Array(digits.utf8)
      },
      flags: required.caseless ? .caseless : [],
      choice: AutomatonChoice(
        tier: .fallback, trigger: .presence, width: width, literal: String(decoding: required.literal, as: UTF8.self)),
      positions: required.literal.count)
  }
}

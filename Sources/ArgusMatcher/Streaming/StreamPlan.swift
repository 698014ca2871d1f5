internal import ArgusRules

/// This is everything about a generation that streams share: which patterns are streamable, and at which bytes a match
/// of each can begin.
struct StreamPlan: Sendable {
  /// This is one streamable pattern.
  struct Entry: Sendable {
    /// Index into ``CompiledAutomaton/patterns``.
    var pattern: Int
    /// Compiled for partial matches; finds the same as the generation's own.
    var regex: PCRE2Regex
    var reach: Int
    var hasLineEdge: Bool
    /// False where only PCRE2 can tell that there is a match.
    var isInAutomaton: Bool
  }

  let entries: [Entry]
  /// By pattern: its entry; nil where it has none.
  let entryOfPattern: [Int?]
  /// How many bytes before an undecided place assertions may look at.
  let lookbehind: Int
  /// Words of a set of entries.
  let words: Int
  /// By place behind a match's start, then by byte: the set of entries that allow that byte there.
  private let starters: [UInt64]

  init(rules: [Rule], patterns: [CompiledPattern], assignments: [EngineAssignment]) {
    var entries: [Entry] = []
    var leads: [LeadingBytes] = []
    var lookbehind = 0
    var entryOfPattern = [Int?](repeating: nil, count: patterns.count)
    let streamable = Self.streamableRules(count: rules.count, patterns, assignments)
    for (index, pattern) in patterns.enumerated() where streamable[pattern.rule] {
      let source = rules[pattern.rule].patterns[pattern.pattern]
      // Neither fails: the same pattern has been translated and compiled before.
      guard let shape = StreamShape(source), let regex = try? PCRE2Regex(source, for: .stream) else { continue }
      entries.append(
        Entry(
          pattern: index, regex: regex, reach: shape.measure.reach, hasLineEdge: shape.hasLineEdge,
          isInAutomaton: pattern.trigger.isInAutomaton))
      entryOfPattern[index] = leads.count
      leads.append(shape.measure.lead)
      lookbehind = max(lookbehind, shape.lookbehind)
    }
    let words = (entries.count + 63) / 64
    var starters = [UInt64](repeating: 0, count: LeadingBytes.depth * 256 * words)
    for (entry, lead) in leads.enumerated() {
      for place in 0..<LeadingBytes.depth {
        let set = lead.set(at: place)
        for byte in UInt8(0)...255 where set.contains(byte) {
          starters[(place * 256 + Int(byte)) * words + entry / 64] |= 1 << UInt64(entry % 64)
        }
      }
    }
    self.entries = entries
    self.entryOfPattern = entryOfPattern
    self.lookbehind = lookbehind
    self.words = words
    self.starters = starters
  }

  /// A rule is streamable when all of its patterns are: half a rule would be a rule that nobody wrote.
  private static func streamableRules(
    count: Int, _ patterns: [CompiledPattern], _ assignments: [EngineAssignment]
  ) -> [Bool] {
    var streamable = [Bool](repeating: true, count: count)
    for (pattern, assignment) in zip(patterns, assignments) where assignment.holdBack == nil {
      streamable[pattern.rule] = false
    }
    return streamable
  }

  /// The entries of word `word` of which a match may begin at `start` of `text`, as far as the text goes.
  @inline(__always)
  func starters(at start: Int, of text: Span<UInt8>, word: Int) -> UInt64 {
    let table = starters.span
    var found = table[Int(text[start]) * words + word]
    var place = 1
    while found != 0, place < LeadingBytes.depth, start + place < text.count {
      found &= table[(place * 256 + Int(text[start + place])) * words + word]
      place += 1
    }
    return found
  }
}

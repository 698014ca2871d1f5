/// This is one pattern of one rule, ready to be searched.
struct CompiledPattern: Sendable {
  /// Index into ``RulesetGeneration/rules``.
  var rule: Int
  /// Index into the rule's patterns.
  var pattern: Int
  var regex: PCRE2Regex
  /// The groups that may be the value, best first; empty means the whole match.
  var valueGroups: [Int]
  var trigger: Trigger
  var extent = MatchExtent.opaque

  /// The value's span in the match that `searcher` found last; nil means the whole match. A group that took no part
  /// has no span; the next candidate is the value then.
  func value(in searcher: borrowing PCRE2Searcher) -> (start: Int, end: Int)? {
    for group in valueGroups {
      if let found = searcher.group(group) { return found }
    }
    return nil
  }

  /// This is what makes PCRE2 look at a field.
  enum Trigger: Sendable, Equatable {
    /// Every match's end is reported by the automaton; matches are at most so many bytes wide.
    case ends(maximumWidth: Int)
    /// The automaton reports something in every field that has a match.
    case presence
    /// A run of bytes of one class, see ``RunTable``; matches are at most so many bytes wide.
    case run(maximumWidth: Int)
    /// Nothing: every field is searched.
    case always

    /// False where only PCRE2 can tell that there is a match.
    var isInAutomaton: Bool {
      switch self {
      case .ends, .presence: true
      case .run, .always: false
      }
    }
  }
}

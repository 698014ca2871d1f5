extension DiagnosticCode {
  /// The title and paragraph of the lints that look into a pattern's structure.
  var explanationOfDeepLint: (title: String, paragraph: String) {
    switch self {
    case .absentCapture:
      (
        "value group may be absent",
        "A match can go past the group that is the rule's value; the whole match is reported then. Make the group part of every alternative."
      )
    case .deadCheck:
      (
        "check never passes",
        "What the pattern can match is too short, too long or of too few characters for the check, so the rule is dead."
      )
    case .unclearValue:
      (
        "unclear value",
        "The value is the first of several unnamed groups, or its group may be empty. Say `value` and write the other groups as `(?:…)`."
      )
    case .uselessContext:
      (
        "useless context word",
        "The word is part of every match, or part of another word, or so short that it stands nearly everywhere."
      )
    case .lostBackslash:
      (
        "lost backslash",
        "YAML's double quotes turned an escape into a control character: `\"\\b\"` is a backspace. Put patterns in single quotes."
      )
    case .lineBreakInPattern:
      (
        "line break at the end",
        "A block scalar (`|` or `>`) ends with a line break, which then is part of the pattern. Write `|-` or `>-`, or use single quotes."
      )
    case .letterRange:
      ("range beyond the letters", "`[A-z]` also takes the six characters between `Z` and `a`. Write `[A-Za-z]`.")
    case .anchoredPattern:
      (
        "anchored at the beginning",
        "`^` without `multiline` holds only at the beginning of a whole text, such as a message of a conversation."
      )
    case .unfitExample:
      (
        "example that cannot hold",
        "The value is not part of the text, the text is shorter than any match, or the same text is said to match and not to match."
      )
    case .excludesEverything:
      (
        "nothing to look at",
        "A glob that excludes or allows everything leaves the rule nothing. Write `mode: off` instead."
      )
    case .unescapedDot:
      ("unescaped dot", "A dot between the labels of a host name matches any character. Write `\\.`.")
    case .unreachableBranch:
      (
        "alternative never tried",
        "Alternatives are tried in order; behind one that is the beginning of another the longer one never decides. Put the longer one first."
      )
    case .explodingRepeat:
      (
        "repeats that multiply",
        "Nested or neighbouring repeats can share one text among them in so many ways that PCRE2 gives up on the text the message names. The rule's outcome is then unknown and follows the fail mode. Make what separates the repeats unambiguous, bound them, or use possessive ones such as `a++`."
      )
    case .fallbackTier:
      (
        "slowest tier",
        "No automaton holds the pattern, not even roughly, so PCRE2 searches every field that has the pattern's literal, or every field if it has none."
      )
    default: ("", "")
    }
  }
}

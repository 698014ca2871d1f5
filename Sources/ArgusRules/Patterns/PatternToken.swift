/// This is one item of a PCRE2 pattern with its quantifier.
struct PatternToken {
  enum Item {
    /// One byte; with `isCaseless`, either case of a letter.
    case byte(UInt8, isCaseless: Bool)
    /// One byte of a set.
    case set(ByteSet)
    /// Text of which nothing is known: a backreference, a subroutine call, `\X`.
    case unknown
    /// Something without width: an anchor, `\b`, a whole lookaround.
    case assertion(Assertion)
    /// The beginning of a group; nil for one that captures nothing.
    case open(PatternCapture?)
    case close
    case alternation
  }

  enum Assertion {
    /// `lineStart` is `^` in multiline mode.
    case wordBoundary, start, lineStart, end, other
  }

  var item: Item
  var minimum = 1
  /// nil without a bound.
  var maximum: Int? = 1
  /// True for `*+` and its like, which never give back what they took.
  var isPossessive = false
  /// Where it begins, in bytes of the pattern.
  var offset: Int
  /// Where it ends with its quantifier, in bytes of the pattern; of a `close`, where the group's quantifier ends.
  var end: Int

  var isOnce: Bool { minimum == 1 && maximum == 1 }
}

/// This is what a capturing group is called.
struct PatternCapture: Hashable {
  var number: Int
  var name: String?
}

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
    case open
    case close
    case alternation
  }

  enum Assertion {
    case wordBoundary, start, end, other
  }

  var item: Item
  var minimum = 1
  /// nil without a bound.
  var maximum: Int? = 1
  /// Where it begins, in bytes of the pattern.
  var offset: Int

  var isOnce: Bool { minimum == 1 && maximum == 1 }
}

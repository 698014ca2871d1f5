/// This is a pattern as the automaton holds it: a minimal dialect in which Hyperscan and PCRE2 cannot disagree.
///
/// Its language contains every match of the original in a field, wherever the field stands in the arena; it may
/// contain more. It is ASCII without NUL.
struct AutomatonCopy: Sendable, Equatable {
  var source: [UInt8]
  /// True when `^` or `$` stands in ``source``: the separator's newlines then stand for a field's edges.
  var isMultiline: Bool
  /// True when the copy's language is the original's, edges of lines and fields aside.
  var isExact: Bool
  /// True when the original has an atomic group or repeats a group possessively.
  var hasAtomicGroup: Bool
  var width: PatternWidth
  /// How many automaton positions the bounded repeats unfold to; a measure of compile time.
  var positions: Int
}

/// This is how many bytes a match spans, from the place where it was attempted to its end.
struct PatternWidth: Sendable, Equatable {
  static let unbounded = Int.max

  var minimum: Int
  /// ``unbounded`` where there is no bound.
  var maximum: Int

  static let zero = PatternWidth(minimum: 0, maximum: 0)
  static let byte = PatternWidth(minimum: 1, maximum: 1)
  static let anything = PatternWidth(minimum: 0, maximum: unbounded)

  func followed(by next: PatternWidth) -> PatternWidth {
    PatternWidth(
      minimum: Self.add(minimum, next.minimum), maximum: Self.add(maximum, next.maximum))
  }

  func or(_ other: PatternWidth) -> PatternWidth {
    PatternWidth(minimum: min(minimum, other.minimum), maximum: max(maximum, other.maximum))
  }

  func repeated(_ times: RepeatBounds) -> PatternWidth {
    PatternWidth(
      minimum: Self.multiply(minimum, times.lower),
      maximum: maximum == 0 ? 0 : Self.multiply(maximum, times.upper ?? Self.unbounded))
  }

  /// Saturates at ``unbounded``: a width beyond memory is no bound.
  static func add(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? unbounded : sum
  }

  static func multiply(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? unbounded : product
  }
}

/// This is how often a quantifier repeats its item; `upper` is nil where there is no bound.
struct RepeatBounds: Sendable, Equatable {
  var lower: Int
  var upper: Int?
}

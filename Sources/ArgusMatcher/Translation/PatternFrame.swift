internal import ArgusRules

/// This is one open group, and what is known of the alternatives read so far.
struct PatternFrame {
  /// The flags to restore when the group closes.
  var flags: PatternFlags
  var isLookaround: Bool
  private(set) var positions = 0
  private var finished: PatternMeasure?
  private var current = PatternMeasure.nothing
  private var last: PatternMeasure?
  /// Whether the item that a quantifier would repeat is more than a byte or a class.
  private(set) var lastIsGroup = false
  private var lastPositions = 0

  init(flags: PatternFlags, isLookaround: Bool) {
    self.flags = flags
    self.isLookaround = isLookaround
  }

  /// True when a quantifier has something to repeat that takes part in the width.
  var hasItem: Bool { last != nil }

  /// Of all alternatives; valid after ``endAlternative()``.
  var measure: PatternMeasure { finished ?? .nothing }

  mutating func append(_ measure: PatternMeasure, positions count: Int, isGroup: Bool = false) {
    commit()
    lastIsGroup = isGroup
    last = measure
    lastPositions = count
  }

  /// An item without width that nothing may repeat; it looks at so many bytes behind its place.
  mutating func appendAssertion(reach: Int) {
    commit()
    current = current.followed(by: .assertion(reach: reach))
  }

  mutating func repeatLast(_ bounds: RepeatBounds) {
    last = last?.repeated(bounds)
    lastPositions = PatternWidth.multiply(lastPositions, max(1, bounds.lower, bounds.upper ?? 1))
    // PCRE2 allows one quantifier an item.
    commit()
  }

  mutating func endAlternative() {
    commit()
    finished = finished?.or(current) ?? current
    current = .nothing
  }

  private mutating func commit() {
    if let last { current = current.followed(by: last) }
    positions = PatternWidth.add(positions, lastPositions)
    last = nil
    lastPositions = 0
  }
}

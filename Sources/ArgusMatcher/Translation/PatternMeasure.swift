/// This is what is known of a piece of a pattern without running it: how wide it matches, how far it looks, and how
/// its matches begin.
struct PatternMeasure: Sendable {
  var width: PatternWidth
  /// No attempt looks at a byte this far behind its start or further; the end of the text counts as a byte.
  var reach: Int
  var lead: LeadingBytes

  static let nothing = PatternMeasure(width: .zero, reach: 0, lead: .nothing)
  static let anything = PatternMeasure(width: .anything, reach: PatternWidth.unbounded, lead: .anything)
  /// `\R`.
  static let lineBreak = PatternMeasure(
    width: PatternWidth(minimum: 1, maximum: 2), reach: 2,
    lead: .byte(.verticalSpace).or(.byte(.verticalSpace).followed(by: .byte(.newline))))

  static func byte(_ set: ByteSet) -> PatternMeasure { PatternMeasure(width: .byte, reach: 1, lead: .byte(set)) }

  /// An assertion that looks at so many bytes behind its place.
  static func assertion(reach: Int) -> PatternMeasure {
    PatternMeasure(width: .zero, reach: reach, lead: .nothing)
  }

  func followed(by next: PatternMeasure) -> PatternMeasure {
    PatternMeasure(
      width: width.followed(by: next.width), reach: max(reach, PatternWidth.add(width.maximum, next.reach)),
      lead: lead.followed(by: next.lead))
  }

  func or(_ other: PatternMeasure) -> PatternMeasure {
    PatternMeasure(width: width.or(other.width), reach: max(reach, other.reach), lead: lead.or(other.lead))
  }

  func repeated(_ times: RepeatBounds) -> PatternMeasure {
    let rounds = times.upper ?? PatternWidth.unbounded
    guard rounds > 0 else { return .nothing }
    let before = width.maximum == 0 ? 0 : PatternWidth.multiply(width.maximum, rounds - 1)
    return PatternMeasure(
      width: width.repeated(times), reach: PatternWidth.add(before, reach), lead: lead.repeated(times))
  }
}

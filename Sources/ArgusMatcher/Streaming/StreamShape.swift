internal import ArgusRules

/// This is what a stream must know of a pattern before it can tell which of its attempts are decided.
struct StreamShape: Sendable {
  /// A rule that may hold back more is not streamable: no stream's memory may depend on a pack's largest repeat.
  static let maximumHoldBack = 64 << 10

  let measure: PatternMeasure
  /// No assertion looks at more bytes before a match's start.
  let lookbehind: Int
  /// True where `^`, `$`, `\A`, `\z` or `\Z` stands anywhere.
  let hasLineEdge: Bool

  init(measure: PatternMeasure, lookbehind: Int, hasLineEdge: Bool) {
    self.measure = measure
    self.lookbehind = lookbehind
    self.hasLineEdge = hasLineEdge
  }

  /// nil where the pattern holds something that is not understood.
  init?(_ pattern: RulePattern) {
    var translator = PatternTranslator(pattern, fidelity: .faithful)
    guard translator.translate() != nil else { return nil }
    self = translator.streamShape
  }

  /// How many bytes of a stream may be undecided because of the pattern; nil where that has no useful bound.
  var holdBack: Int? {
    measure.reach <= Self.maximumHoldBack && lookbehind <= Self.maximumHoldBack ? measure.reach : nil
  }
}

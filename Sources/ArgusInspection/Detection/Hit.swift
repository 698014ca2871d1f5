import ArgusKit

/// This is one match on its way to a finding.
struct Hit: Sendable {
  /// Index into ``InspectionPlan/rules``.
  var rule: Int
  var field: Int
  /// The whole match, in bytes of the field.
  var span: Range<Int>
  /// The finding's value, in bytes of the field.
  var value: Range<Int>
  var confidence: Confidence
  /// The field of the body that holds the value, in whatever encoding; ``field`` itself where there is none.
  var root: Int
  /// The bytes of the root's text that stand for the whole match, and for the value.
  var rootSpan: Range<Int>
  var rootValue: Range<Int>
  /// How the value was decoded, outermost step first.
  var chain = DecodingChain()
  /// Index into the resolved places.
  var place = 0

  init(rule: Int, field: Int, span: Range<Int>, value: Range<Int>, confidence: Confidence) {
    self.rule = rule
    self.field = field
    self.span = span
    self.value = value
    self.confidence = confidence
    root = field
    rootSpan = span
    rootValue = value
  }
}

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
  /// Index into the resolved places.
  var place = 0
}

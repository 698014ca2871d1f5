/// This is one of the gates between a match and a finding, in the order in which they are passed.
public enum Gate: Sendable, Hashable {
  /// The rule does not look in this direction.
  case direction
  /// The value lies in a placeholder that an earlier redaction left.
  case placeholder
  /// An index into the rule's checks.
  case check(Int)
  case context
  /// The rule's own `allow.patterns` or `allow.values`.
  case allowList
  /// The configuration's allow list of values.
  case configuredValues
  /// The configuration's allow list of paths and files.
  case configuredPaths
  /// The rule's fields and files.
  case scope
  /// An index into the rule's `requires`.
  case companion(Int)
  /// A better finding covers the value.
  case overlap
}

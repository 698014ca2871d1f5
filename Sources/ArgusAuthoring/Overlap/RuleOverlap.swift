/// This is two rules that report the same strings.
public struct RuleOverlap: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Each reports the other's strings.
    case duplicate
    /// The second reports all that the first does, and more.
    case subset
    /// They share some strings.
    case overlap
  }

  public var kind: Kind
  /// Of a subset: the narrower one.
  public var first: String
  public var second: String
  /// How many of `first`'s strings `second` reports, too, and of how many.
  public var firstShared: (shared: Int, total: Int)
  public var secondShared: (shared: Int, total: Int)
  /// The rule that is reported where both match; nil where both are.
  public var winner: String?
  public var recommendation: String
  /// A string both report.
  public var example: [UInt8]
  /// True for one made from a pattern; false for a pack's own example.
  public var isSynthetic: Bool

  public static func == (left: Self, right: Self) -> Bool {
    left.kind == right.kind && left.first == right.first && left.second == right.second
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(second)
  }
}

/// This is how sure a rule is that its match is what it says, from `low` to `high`.
public enum Confidence: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  case low, medium, high

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
}

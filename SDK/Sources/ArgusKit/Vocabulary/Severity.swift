/// This is how bad it is when a finding leaves, from `info` (lowest) to `critical`.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  case info, warning, high, critical

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .high: 2
    case .critical: 3
    }
  }

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
}

/// This is what happens to a request because of a finding, weakest first: `log < alert < redact < block`.
///
/// The strongest action of all findings decides the request.
public enum Action: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
  /// Recorded only.
  case log
  /// Recorded and announced; the request is forwarded byte for byte.
  case alert
  /// The matched bytes are replaced by a placeholder, all others stay as they were.
  case redact
  /// The request is refused in the provider's own error shape.
  case block

  private var rank: Int {
    switch self {
    case .log: 0
    case .alert: 1
    case .redact: 2
    case .block: 3
    }
  }

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
}

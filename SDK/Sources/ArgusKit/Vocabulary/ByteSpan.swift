/// This is a half-open range of byte offsets: `start` is the first byte, `end` the one after the last.
public struct ByteSpan: Sendable, Hashable, Codable {
  public let start: Int
  public let end: Int

  /// - Precondition: `0 <= start <= end`.
  public init(start: Int, end: Int) {
    precondition(start >= 0 && start <= end, "a byte span runs forward from a non-negative offset")
    self.start = start
    self.end = end
  }

  /// The number of bytes covered.
  public var count: Int { end - start }
  public var isEmpty: Bool { start == end }

  public func overlaps(_ other: ByteSpan) -> Bool { start < other.end && other.start < end }
}

extension ByteSpan: Comparable {
  public static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.start, lhs.end) < (rhs.start, rhs.end)
  }
}

extension ByteSpan: CustomStringConvertible {
  public var description: String { "\(start)..<\(end)" }
}

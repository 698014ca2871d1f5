/// This is a set of lines of a text, as closed 1-based ranges in ascending order.
public struct LineRanges: Sendable, Hashable {
  public private(set) var ranges: [ClosedRange<Int>] = []

  public init() {}

  /// Adds lines behind those added so far; ranges that touch become one.
  public mutating func append(_ range: ClosedRange<Int>) {
    if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    } else {
      ranges.append(range)
    }
  }

  /// Whether any line from `first` to `last` is in the set.
  public func touches(_ first: Int, _ last: Int) -> Bool {
    let next = ranges.endOfHead { $0.upperBound < first }
    return next < ranges.count && ranges[next].lowerBound <= last
  }
}

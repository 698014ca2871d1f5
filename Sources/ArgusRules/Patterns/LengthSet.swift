/// This is every length, in bytes, that the matches of a pattern or of its value group may have.
///
/// Lookarounds and boundaries may rule some of them out; no other length is possible.
public struct LengthSet: Sendable, Hashable {
  /// Longer texts are not told apart: they count as unbounded.
  public static let longest = 1 << 20

  /// Disjoint, ascending, not adjacent.
  private var ranges: [ClosedRange<Int>]
  /// From the end of the last range every length is possible.
  public private(set) var isUnbounded = false

  private static let rangeLimit = 256
  private static let copyLimit = 4_096

  init(_ length: Int) { ranges = [length...length] }

  private init(_ ranges: [ClosedRange<Int>], isUnbounded: Bool) {
    var merged: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    if merged.count > Self.rangeLimit, let first = merged.first, let last = merged.last {
      // Too many to keep apart: the hull says less, and nothing wrong.
      merged = [first.lowerBound...last.upperBound]
    }
    self.ranges = merged
    self.isUnbounded = isUnbounded
    if let last = merged.last, last.upperBound > Self.longest {
      self.isUnbounded = true
      self.ranges[merged.count - 1] = min(last.lowerBound, Self.longest)...Self.longest
    }
  }

  public var minimum: Int { ranges.first?.lowerBound ?? 0 }
  /// nil without a bound.
  public var maximum: Int? { isUnbounded ? nil : ranges.last?.upperBound }

  /// Whether a text of `length` bytes is possible.
  public func contains(_ length: Int) -> Bool {
    if isUnbounded, let last = ranges.last, length >= last.lowerBound { return true }
    return ranges.contains { $0.contains(length) }
  }

  /// The lengths of the value of `pattern`; nil where they cannot be worked out.
  public static func ofValue(in pattern: RulePattern, _ selector: CaptureSelector) -> LengthSet? {
    guard let tree = PatternTree(pattern), let groups = tree.groups(of: selector) else { return nil }
    let all = lengths(of: tree)
    guard !groups.isEmpty else { return all.last.flatMap { $0 } }
    var union: LengthSet?
    for group in groups {
      guard let lengths = all[group] else { return nil }
      union = union?.union(lengths) ?? lengths
    }
    return union
  }

  /// By node; nil where a part of it is not known.
  private static func lengths(of tree: PatternTree) -> [LengthSet?] {
    var all: [LengthSet?] = []
    all.reserveCapacity(tree.nodes.count)
    for node in tree.nodes {
      var once: LengthSet?
      switch node.kind {
      case .item(.byte), .item(.set): once = LengthSet(1)
      case .item(.assertion): once = LengthSet(0)
      case .item: once = nil
      case .group(let body, _): once = all[body]
      case .sequence(let children):
        once = children.reduce(LengthSet(0)) { sum, child in
          guard let sum, let next = all[child] else { return nil }
          return sum.followed(by: next)
        }
      case .alternation(let branches):
        once = branches.dropFirst().reduce(branches.first.flatMap { all[$0] }) { sum, branch in
          guard let sum, let next = all[branch] else { return nil }
          return sum.union(next)
        }
      }
      all.append(once?.repeated(node.minimum, node.maximum))
    }
    return all
  }

  func union(_ other: LengthSet) -> LengthSet {
    LengthSet(ranges + other.ranges, isUnbounded: isUnbounded || other.isUnbounded)
  }

  func followed(by other: LengthSet) -> LengthSet {
    var sums: [ClosedRange<Int>] = []
    for first in ranges {
      for second in other.ranges {
        sums.append((first.lowerBound + second.lowerBound)...(first.upperBound + second.upperBound))
      }
    }
    return LengthSet(sums, isUnbounded: isUnbounded || other.isUnbounded)
  }

  func repeated(_ minimum: Int, _ maximum: Int?) -> LengthSet {
    // One range whose copies leave no gap, which is nearly every repeat of a class.
    if ranges == [1...1], !isUnbounded {
      return LengthSet([minimum...max(minimum, maximum ?? minimum)], isUnbounded: maximum == nil)
    }
    if maximum == 1, minimum == 1 { return self }
    var current = LengthSet(0)
    for _ in 0..<min(minimum, Self.copyLimit) { current = current.followed(by: self) }
    guard let maximum, maximum - minimum <= Self.copyLimit, minimum <= Self.copyLimit else {
      return LengthSet(current.ranges, isUnbounded: true)
    }
    var all = current
    for _ in 0..<(maximum - minimum) {
      current = current.followed(by: self)
      all = all.union(current)
    }
    return all
  }
}

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

  /// - Parameter tail: from it on every length is possible.
  private init(_ ranges: [ClosedRange<Int>], tail: Int?) {
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
    var tail = tail
    if let last = merged.last, last.upperBound > Self.longest {
      tail = min(tail ?? Self.longest, max(last.lowerBound, 0), Self.longest)
    }
    if var start = tail {
      while let last = merged.last, last.upperBound + 1 >= start {
        start = min(start, last.lowerBound)
        merged.removeLast()
      }
      merged.append(start...start)
    }
    self.ranges = merged
    self.isUnbounded = tail != nil
  }

  /// Where the lengths begin that are all possible; nil without such.
  private var tail: Int? { isUnbounded ? ranges.last?.lowerBound : nil }

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
      // A repeated group captures its last copy.
      guard case .group(let body, _) = tree.nodes[group].kind, let lengths = all[body] else { return nil }
      union = union?.union(lengths) ?? lengths
    }
    // Where no such group takes part, the whole match is the value.
    guard groups.allSatisfy({ isOptional($0, tree) }) else { return union }
    return all.last.flatMap { $0 }.flatMap { whole in union?.union(whole) }
  }

  /// Whether a match may go past the group.
  private static func isOptional(_ group: Int, _ tree: PatternTree) -> Bool {
    var index = group
    while index >= 0 {
      let node = tree.nodes[index]
      if node.minimum == 0 { return true }
      if case .alternation(let branches) = node.kind, branches.count > 1, index != group { return true }
      index = node.parent
    }
    return false
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
    LengthSet(ranges + other.ranges, tail: [tail, other.tail].compactMap { $0 }.min())
  }

  func followed(by other: LengthSet) -> LengthSet {
    var sums: [ClosedRange<Int>] = []
    for first in ranges {
      for second in other.ranges {
        sums.append((first.lowerBound + second.lowerBound)...(first.upperBound + second.upperBound))
      }
    }
    return LengthSet(
      sums, tail: [tail.map { $0 + other.minimum }, other.tail.map { $0 + minimum }].compactMap { $0 }.min())
  }

  func repeated(_ minimum: Int, _ maximum: Int?) -> LengthSet {
    // One range whose copies leave no gap, which is nearly every repeat of a class.
    if ranges == [1...1], !isUnbounded {
      return LengthSet([minimum...max(minimum, maximum ?? minimum)], tail: maximum == nil ? minimum : nil)
    }
    if maximum == 1, minimum == 1 { return self }
    var current = LengthSet(0)
    for _ in 0..<min(minimum, Self.copyLimit) { current = current.followed(by: self) }
    guard let maximum, maximum - minimum <= Self.copyLimit, minimum <= Self.copyLimit else {
      return LengthSet(current.ranges, tail: current.minimum)
    }
    var all = current
    for _ in 0..<(maximum - minimum) {
      current = current.followed(by: self)
      all = all.union(current)
    }
    return all
  }
}

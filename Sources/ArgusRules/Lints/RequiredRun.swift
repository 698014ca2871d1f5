/// This is a run of bytes of one class that every match of a pattern contains: `[A-Z]{2}\d{2}[A-Z0-9]{11,30}` has one of
/// 15 bytes of `[A-Z0-9]`.
///
/// Where a pattern spells out no text, such a run is what a search can look for: in texts at hand only every 15th byte
/// needs a look. The answer is sound, not complete: nil says only that none was found.
public struct RequiredRun: Sendable, Hashable {
  /// The class, in ascending order.
  public var members: [UInt8]
  /// At least so many of them stand together in every match.
  public var length: Int

  /// Shorter runs stand everywhere: searching around each of them costs more than an automaton.
  public static let usefulLength = 12

  /// The run that is rarest in ordinary text, of those of useful length where there is one.
  public static func rarest(in pattern: String, flags: PatternFlags) -> RequiredRun? {
    guard let tokens = PatternLexer.tokens(of: pattern, flags: flags) else { return nil }
    var groups = [RunGroup()]
    for token in tokens {
      let current = groups.count - 1
      switch token.item {
      case .byte(let byte, let isCaseless):
        let set = ByteSet([byte])
        groups[current].add(isCaseless ? set.caseless : set, minimum: token.minimum)
      case .set(let set): groups[current].add(set, minimum: token.minimum)
      case .unknown: groups[current].add(.all, minimum: 0)
      case .assertion: break
      case .open: groups.append(RunGroup())
      case .alternation: groups[current].endBranch()
      case .close:
        guard current > 0, var group = groups.popLast() else { return nil }
        group.endBranch()
        groups[current - 1].add(group, minimum: token.minimum)
      }
    }
    guard groups.count == 1 else { return nil }
    groups[0].endBranch()
    return groups[0].best.map { RequiredRun(members: $0.set.members, length: $0.length) }
  }

  /// How much of ordinary text the class makes up, 0…1.
  public var frequency: Double { TextFrequency.share(of: ByteSet(members)) }
}

/// This is one group of a pattern while its runs are collected.
private struct RunGroup {
  struct Run {
    var set: ByteSet
    var length: Int

    func followed(by next: Run) -> Run {
      Run(set: set.union(next.set), length: min(length + next.length, RunGroup.lengthLimit))
    }

    /// The share of places at which a search with steps of the run's length would stop; 1 more for short runs.
    var cost: Double {
      TextFrequency.share(of: set) / Double(max(1, length)) + (length < RequiredRun.usefulLength ? 1 : 0)
    }
  }

  /// More items of a branch are not looked at together.
  private static let itemLimit = 64
  /// Longer runs are not told apart.
  private static let lengthLimit = 65_535

  /// Consecutive items of the branch that is being read, with the bytes they may hold and how many at least.
  private var items: [Run] = []
  /// A run inside one of the items.
  private var inner: Run?
  /// The branch as a whole.
  private var branch = Run(set: ByteSet(), length: 0)
  private var set = ByteSet()
  private var minimum: Int?
  private var runs: [Run?] = []

  mutating func add(_ set: ByteSet, minimum: Int) {
    let item = Run(set: set, length: min(minimum, Self.lengthLimit))
    branch = branch.followed(by: item)
    items.append(item)
    if items.count > Self.itemLimit { endWindow() }
  }

  mutating func add(_ group: RunGroup, minimum: Int) {
    let (length, overflow) = (group.minimum ?? 0).multipliedReportingOverflow(by: minimum)
    add(group.set, minimum: overflow ? Self.lengthLimit : length)
    if minimum > 0, let run = group.best { offer(run) }
  }

  mutating func endBranch() {
    set = set.union(branch.set)
    minimum = min(minimum ?? branch.length, branch.length)
    branch = Run(set: ByteSet(), length: 0)
    endWindow()
    runs.append(inner)
    inner = nil
  }

  /// What every branch contains.
  var best: Run? {
    var result: Run?
    for run in runs {
      guard let run else { return nil }
      result = result.map { Run(set: $0.set.union(run.set), length: min($0.length, run.length)) } ?? run
    }
    return result
  }

  /// Looks at every stretch of neighbouring items as one run.
  private mutating func endWindow() {
    for first in items.indices {
      var run = Run(set: ByteSet(), length: 0)
      for item in items[first...] {
        run = run.followed(by: item)
        if run.length > 0 { offer(run) }
      }
    }
    items.removeAll()
  }

  private mutating func offer(_ run: Run) {
    if let inner, inner.cost <= run.cost { return }
    inner = run
  }
}

/// This is how often bytes stand in source code and prose: enough to tell rare classes from common ones.
private enum TextFrequency {
  static func share(of set: ByteSet) -> Double { set.members.reduce(0) { $0 + shares[Int($1)] } }

  private static let shares: [Double] = (0...255).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "n"),
      UInt8(ascii: "o"), UInt8(ascii: "r"), UInt8(ascii: "s"):
      0.045
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 0.015
    case UInt8(ascii: " "): 0.15
    case UInt8(ascii: "\n"), UInt8(ascii: "_"): 0.025
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 0.002
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 0.004
    case 0x21...0x7E: 0.004
    default: 0.0005
    }
  }
}

/// This is a run of bytes of one class that every match of a pattern contains: `[A-Z]{2}\d{2}[A-Z0-9]{11,30}` has one of
/// 15 bytes of `[A-Z0-9]`.
///
/// Where a pattern spells out no text, such a run is what a search can look for. The answer is sound, not complete: nil
/// says only that none was found.
public struct RequiredRun: Sendable, Hashable {
  /// The class as maximal ranges, in ascending order.
  public var ranges: [ClosedRange<UInt8>]
  /// At least so many of them stand together in every match.
  public var length: Int

  /// Shorter runs stand everywhere: searching around each of them costs more than an automaton.
  public static let usefulLength = 15
  /// Classes that make up more of ordinary text would stop the search all the time.
  private static let usefulShare = 0.15

  /// The run that is rarest in ordinary text, of those of useful length where there is one.
  public static func rarest(in pattern: String, flags: PatternFlags) -> RequiredRun? {
    guard let tokens = PatternLexer.tokens(of: pattern, flags: flags) else { return nil }
    var groups = [RunGroup()]
    for token in tokens {
      let current = groups.count - 1
      switch token.item {
      case .byte(let byte, let isCaseless):
        let set = ByteSet([byte])
        groups[current].add(RunGroup.Run(of: isCaseless ? set.caseless : set), token)
      case .set(let set): groups[current].add(RunGroup.Run(of: set), token)
      case .unknown: groups[current].add(RunGroup.Run(of: .all, length: 0), token)
      case .assertion: break
      case .open: groups.append(RunGroup())
      case .alternation: groups[current].endBranch()
      case .close:
        guard current > 0, var group = groups.popLast() else { return nil }
        group.endBranch()
        groups[current - 1].add(group, token)
      }
    }
    guard groups.count == 1 else { return nil }
    groups[0].endBranch()
    return groups[0].best.map { RequiredRun(ranges: $0.set.ranges, length: $0.length) }
  }

  /// Whether searching around such runs is cheaper than an automaton that follows the pattern on every byte.
  public var isUseful: Bool {
    let members = ranges.joined().map { $0 }
    return length >= Self.usefulLength && TextFrequency.share(of: ByteSet(members)) <= Self.usefulShare
  }
}

/// This is one group of a pattern while its runs are collected.
private struct RunGroup {
  /// This is a stretch of a pattern, as far as a run is concerned.
  struct Run {
    var set = ByteSet()
    /// At least so many bytes.
    var length = 0

    init() {}

    init(of set: ByteSet, length: Int = 1) {
      self.set = set
      self.length = length
    }

    func followed(by next: Run) -> Run {
      Run(of: set.union(next.set), length: min(length + next.length, RunGroup.lengthLimit))
    }

    func or(_ other: Run) -> Run { Run(of: set.union(other.set), length: min(length, other.length)) }

    func repeated(_ token: PatternToken) -> Run {
      let (product, overflow) = length.multipliedReportingOverflow(by: token.minimum)
      return Run(of: set, length: overflow ? RunGroup.lengthLimit : min(product, RunGroup.lengthLimit))
    }

    /// Less for rare classes and for long runs, and 1 more for runs that stand everywhere.
    var cost: Double {
      TextFrequency.share(of: set) / Double(max(1, length)) + (length < RequiredRun.usefulLength ? 1 : 0)
    }
  }

  /// More items of a branch are not looked at together.
  private static let itemLimit = 64
  /// Longer runs are not told apart.
  private static let lengthLimit = 65_535

  /// Consecutive items of the branch that is being read.
  private var items: [Run] = []
  /// The rarest run of the branch so far.
  private var rarest: Run?
  /// The branch as a whole, and all branches before it.
  private var branch = Run()
  private var whole: Run?
  private var branches: [Run?] = []

  mutating func add(_ item: Run, _ token: PatternToken) {
    let item = item.repeated(token)
    branch = branch.followed(by: item)
    items.append(item)
    if items.count > Self.itemLimit { endWindow() }
  }

  mutating func add(_ group: RunGroup, _ token: PatternToken) {
    add(group.whole ?? Run(), token)
    if token.minimum > 0, let run = group.best { offer(run) }
  }

  mutating func endBranch() {
    whole = whole?.or(branch) ?? branch
    branch = Run()
    endWindow()
    branches.append(rarest)
    rarest = nil
  }

  /// What every branch contains.
  var best: Run? {
    var result: Run?
    for run in branches {
      guard let run else { return nil }
      result = result?.or(run) ?? run
    }
    return result
  }

  /// Looks at every stretch of neighbouring items as one run.
  private mutating func endWindow() {
    for first in items.indices {
      var run = Run()
      for item in items[first...] {
        run = run.followed(by: item)
        if run.length > 0 { offer(run) }
      }
    }
    items.removeAll()
  }

  private mutating func offer(_ run: Run) {
    if let rarest, rarest.cost <= run.cost { return }
    rarest = run
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

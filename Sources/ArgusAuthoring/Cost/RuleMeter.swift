@_spi(Benchmarks) public import ArgusMatcher
public import ArgusRules
import Glibc

/// This is the measurement of rules, each compiled alone, on one thread's CPU clock.
///
/// Rounds go over all rules before any is measured again, so that a machine that grows slow meanwhile is slow for all.
public struct RuleMeter: Sendable {
  public var rounds = 7

  public init() {}

  private struct Subject {
    var generation: RulesetGeneration
    var raw: RawScanner?
    var compileNanoseconds: Double
    var whole: [Double] = []
    var confirmation: [Double] = []
    var hits = 0
  }

  /// Measures `rules`, in their order; one that does not compile is left out.
  ///
  /// - Throws: ``MatcherError`` when the engine itself fails.
  public func measure(_ rules: [Rule]) throws(MatcherError) -> [RuleCost] {
    var arena = FieldArena()
    for piece in SampleText.pieces() {
      arena.beginField()
      arena.append(piece.span.bytes)
      arena.endField()
    }
    var subjects: [Subject] = []
    for rule in rules {
      if let subject = try Self.compile(rule) { subjects.append(subject) }
    }
    for round in 0..<(max(1, rounds) + 1) {
      for index in subjects.indices { try Self.measure(&subjects[index], arena, counts: round > 0) }
    }
    return subjects.map { Self.cost($0, arena.bytes.count) }
  }

  private static func compile(_ rule: Rule) throws(MatcherError) -> Subject? {
    var alone = rule
    alone.requires = []
    let limits = ScanLimits(hitCapacity: 4_096, idleWorkspaces: 1)
    let start = nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
    let generation = try RulesetCompiler(limits: limits).compile(RuleSet(rules: [alone], packs: []), number: 1)
    let end = nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
    guard !generation.rules.isEmpty else { return nil }
    return Subject(generation: generation, raw: try RawScanner(generation), compileNanoseconds: end - start)
  }

  /// One round; the first only warms the caches.
  private static func measure(
    _ subject: inout Subject, _ arena: borrowing FieldArena, counts: Bool
  ) throws(MatcherError) {
    let start = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    _ = try subject.generation.scan(arena)
    let middle = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    subject.hits = try subject.raw?.hitCount(in: arena.bytes.span) ?? 0
    let end = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    guard counts else { return }
    subject.whole.append(middle - start)
    subject.confirmation.append(max(0, middle - start - (subject.raw == nil ? 0 : end - middle)))
  }

  private static func cost(_ subject: Subject, _ byteCount: Int) -> RuleCost {
    let bytes = Double(max(1, byteCount))
    let mebibytes = bytes / 1_048_576
    let whole = subject.whole.sorted()
    let assignments = subject.generation.assignments
    let order = EngineAssignment.Tier.allCases
    let tier = assignments.map(\.tier).max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    let widths = assignments.map(\.maximumWidth)
    let bounded = widths.compactMap(\.self)
    let id = subject.generation.rules.first?.id ?? ""
    return RuleCost(
      ruleID: id, compileMilliseconds: subject.compileNanoseconds / 1e6,
      databaseBytes: subject.generation.databaseByteCount, nanosecondsPerByte: median(whole) / bytes,
      spread: ((whole.first ?? 0) / bytes)...((whole.last ?? 0) / bytes),
      callbacksPerMiB: Double(subject.hits) / mebibytes,
      confirmNanosecondsPerMiB: median(subject.confirmation.sorted()) / mebibytes, tier: tier ?? .fallback,
      maximumWidth: bounded.count == widths.count ? bounded.max() : nil,
      minimumWidth: assignments.map(\.minimumWidth).min() ?? 0, holdBack: assignments.holdBack(ofRule: id))
  }

  private static func median(_ sorted: [Double]) -> Double { sorted.isEmpty ? 0 : sorted[sorted.count / 2] }

  private static func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

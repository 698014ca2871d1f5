public import ArgusMatcher
public import ArgusRules

/// This is a rule edit seen from outside: which rules it touches, what they find now, and what they cost.
public struct RuleComparison: Sendable {
  public var base: String
  public var head: String
  public var changes: [RuleChange]
  public var findings: [String: FindingDelta] = [:]
  public var documentCount = 0
  public var byteCount = 0
  public var cleanByteCount = 0
  public var baseFalsePositives = 0
  public var headFalsePositives = 0
  /// Places of new false positives.
  public var examples: [(place: String, rule: String)] = []
  /// Of each changed or added rule: its cost before (nil for an added one) and now.
  public var costs: [String: (before: RuleCost?, after: RuleCost)] = [:]
  /// What cannot be read or compiled on either side, and unreadable corpora.
  public var faults: [Diagnostic] = []
  /// The demands that are not met, one sentence each.
  public var violations: [String] = []

  public var total: FindingDelta { findings.values.reduce(FindingDelta(), +) }

  /// New false positives of all rules for each MiB of clean text.
  public var newFalsePositivesPerMiB: Double? { perMiB(total.newFalsePositives) }

  func perMiB(_ count: Int) -> Double? {
    cleanByteCount > 0 ? Double(count) / (Double(cleanByteCount) / 1_048_576) : nil
  }

  /// This is what an edit may do; nil allows anything.
  public struct Limits: Sendable {
    public var newFalsePositives: Int? = 0
    public var falsePositivesPerMiB: Double?
    public var lost: Int?
    public var costIncreasePercent: Double?

    public init() {}
  }

  /// Compares two revisions.
  ///
  /// - Parameters:
  ///   - compiler: with a cache, rulesets that were compiled before cost nothing.
  ///   - measuresCost: compiles each changed rule alone and measures it, which takes CPU seconds.
  /// - Throws: ``MatcherError`` when the engine itself fails.
  public init(
    base: RuleRevision, head: RuleRevision, corpora: [String], limits: Limits, measuresCost: Bool,
    compiler: RulesetCompiler = RulesetCompiler()
  ) throws(MatcherError) {
    self.base = base.name
    self.head = head.name
    // A rule that only one side overrides is changed, not new.
    let judged = base.ownIDs.union(head.ownIDs)
    func live(_ side: RuleRevision) -> [Rule] {
      side.loaded.ruleSet.rules.filter { $0.mode != .off && judged.contains($0.id) }
    }
    changes = RuleChange.all(from: live(base), to: live(head))
    let before = try compiler.compile(base.loaded.ruleSet.closure(of: judged), number: 1)
    let after = try compiler.compile(head.loaded.ruleSet.closure(of: judged), number: 2, previous: before)
    for (side, generation) in [(base, before), (head, after)] {
      let found = side.loaded.diagnostics + generation.quarantined.flatMap(\.diagnostics)
      faults += side.loaded.sources.attached(to: found.filter { $0.severity == .error && side.focus.contains($0) })
    }
    if !corpora.isEmpty { compare(before, after, corpora, judged) }
    if measuresCost { try measure(base, head) }
    violations = violations(of: limits)
  }

  private mutating func compare(
    _ before: RulesetGeneration, _ after: RulesetGeneration, _ corpora: [String], _ judged: Set<String>
  ) {
    var comparison = FindingComparison(
      base: TextJudge(generation: before), head: TextJudge(generation: after), judged: judged)
    comparison.run(corpora)
    findings = comparison.byRule
    documentCount = comparison.documentCount
    byteCount = comparison.byteCount
    cleanByteCount = comparison.cleanByteCount
    baseFalsePositives = comparison.baseFalsePositives
    headFalsePositives = comparison.headFalsePositives
    examples = comparison.examples
    faults += comparison.diagnostics
  }

  private mutating func measure(_ base: RuleRevision, _ head: RuleRevision) throws(MatcherError) {
    let costly: Set<String> = ["pattern", "checks", "value", "context", "mode"]
    let ids = Set(
      changes.filter { $0.kind == .added || $0.kind == .changed && !costly.isDisjoint(with: $0.keys) }.map(\.id))
    // Both versions of a rule are measured in one run, round by round.
    let old = base.loaded.ruleSet.rules.filter { ids.contains($0.id) && $0.mode != .off }
    let new = head.loaded.ruleSet.rules.filter { ids.contains($0.id) && $0.mode != .off }
    let measured = try RuleMeter().measure(old + new)
    let before = Dictionary(measured.prefix(old.count).map { ($0.ruleID, $0) }, uniquingKeysWith: { first, _ in first })
    for cost in measured.dropFirst(old.count) { costs[cost.ruleID] = (before[cost.ruleID], cost) }
  }

  private func violations(of limits: Limits) -> [String] {
    var found: [String] = []
    let total = total
    if let most = limits.newFalsePositives, total.newFalsePositives > most {
      found.append("\(Figure.count(total.newFalsePositives, "new false positive")), at most \(most) are allowed")
    }
    if let most = limits.falsePositivesPerMiB, let rate = newFalsePositivesPerMiB, rate > most {
      found.append(
        "\(Figure.fixed(rate, 2)) new false positives per MiB of clean text, at most \(Figure.fixed(most, 2)) are allowed"
      )
    }
    if let most = limits.lost, total.lostForGood > most {
      found.append("\(Figure.count(total.lostForGood, "finding")) lost, at most \(most) are allowed")
    }
    if let most = limits.costIncreasePercent {
      for (id, cost) in costs.sorted(by: { $0.key < $1.key }) {
        guard let before = cost.before, cost.after.isDearer(than: before, byPercent: most) else { continue }
        found.append(
          "`\(id)` costs \(Figure.fixed(cost.after.nanosecondsPerByte, 3)) ns/byte, before"
            + " \(Figure.fixed(before.nanosecondsPerByte, 3)); at most \(Figure.fixed(most, 0)) % more are allowed")
      }
    }
    return found
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the search for rules that report the same strings: texts are made from each pattern and run through the whole
/// set, once each.
public struct OverlapSearch: Sendable {
  public var samplesPerPattern = 12
  /// The share from which on all counts as all: samples are few, and a checksum may fit by chance.
  private static let nearlyAll = 0.95

  public init() {}

  private struct Shared {
    var count = 0
    var example: [UInt8] = []
    var isSynthetic = true
    /// How often the other rule's finding stood in the place of this one's, and the reverse.
    var wins = 0
    var losses = 0
  }

  private struct Tally {
    /// By rule: how many of its strings it reports itself.
    var totals: [Int]
    /// By rule, then by the other one.
    var shared: [[Int: Shared]]
  }

  /// - Parameter judged: the ids of the rules that pairs are told of; all where nil.
  public func run(_ judge: TextJudge, judged: Set<String>? = nil) -> OverlapReport {
    let rules = judge.generation.rules
    func isJudged(_ id: String) -> Bool { judged?.contains(id) ?? true }
    let byID = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var tally = Tally(
      totals: [Int](repeating: 0, count: rules.count), shared: [[Int: Shared]](repeating: [:], count: rules.count))
    var byExample: [String] = []
    for (index, rule) in rules.enumerated() {
      let drawn = RuleSamples.complete(rule, count: samplesPerPattern, among: byID)
      for sample in drawn.samples { add(sample.text, true, of: index, judge, &tally) }
      // What could not be drawn, or passes no check, is shown by the rule's own examples.
      if tally.totals[index] == 0 || !drawn.barren.isEmpty {
        byExample.append(rule.id)
        for example in rule.examples.match { add(Array(example.text.utf8), false, of: index, judge, &tally) }
      }
    }
    let pairs = Self.pairs(rules, tally).filter { isJudged($0.first) || isJudged($0.second) }
    return OverlapReport(
      ruleCount: rules.count { isJudged($0.id) }, sampleCount: tally.totals.reduce(0, +), pairs: pairs,
      byExample: byExample.filter(isJudged),
      silent: rules.indices.filter { tally.totals[$0] == 0 }.map { rules[$0].id }.filter(isJudged))
  }

  private func add(_ text: [UInt8], _ isSynthetic: Bool, of rule: Int, _ judge: TextJudge, _ tally: inout Tally) {
    let passing = judge.judgements(in: text).filter(\.passesOwnGates)
    guard let own = passing.first(where: { $0.rule == rule }) else { return }
    tally.totals[rule] += 1
    var told: Set<Int> = []
    for other in passing where other.rule != rule && other.value.overlaps(own.value) {
      guard told.insert(other.rule).inserted else { continue }
      var shared = tally.shared[rule][other.rule] ?? Shared()
      shared.count += 1
      if own.rival == other.rule { shared.losses += 1 }
      if other.rival == rule { shared.wins += 1 }
      if shared.example.isEmpty {
        shared.example = text
        shared.isSynthetic = isSynthetic
      }
      tally.shared[rule][other.rule] = shared
    }
  }

  private static func pairs(_ rules: [Rule], _ tally: Tally) -> [RuleOverlap] {
    var found: Set<[Int]> = []
    for (rule, others) in tally.shared.enumerated() {
      for other in others.keys { found.insert([min(rule, other), max(rule, other)]) }
    }
    let pairs = found.map { pair($0[0], $0[1], rules, tally) }
    let order = RuleOverlap.Kind.allCases
    return pairs.sorted {
      (order.firstIndex(of: $0.kind) ?? 0, $0.first, $0.second) < (
        order.firstIndex(of: $1.kind) ?? 0, $1.first, $1.second
      )
    }
  }

  private static func pair(_ a: Int, _ b: Int, _ rules: [Rule], _ tally: Tally) -> RuleOverlap {
    func share(_ rule: Int, _ other: Int) -> Double {
      tally.totals[rule] == 0 ? 0 : Double(tally.shared[rule][other]?.count ?? 0) / Double(tally.totals[rule])
    }
    let isInside = (share(a, b) >= nearlyAll, share(b, a) >= nearlyAll)
    let kind: RuleOverlap.Kind = isInside.0 && isInside.1 ? .duplicate : isInside.0 || isInside.1 ? .subset : .overlap
    let (first, second) = isInside.1 && !isInside.0 ? (b, a) : (a, b)
    let forward = tally.shared[first][second]
    let backward = tally.shared[second][first]
    let wins = (forward?.wins ?? 0) + (backward?.losses ?? 0)
    let losses = (forward?.losses ?? 0) + (backward?.wins ?? 0)
    let winner = wins == losses ? nil : wins > losses ? rules[first].id : rules[second].id
    return RuleOverlap(
      kind: kind, first: rules[first].id, second: rules[second].id,
      firstShared: (forward?.count ?? 0, tally.totals[first]),
      secondShared: (backward?.count ?? 0, tally.totals[second]),
      winner: winner, recommendation: recommendation(kind, rules[first], rules[second], winner),
      example: forward?.example ?? backward?.example ?? [],
      isSynthetic: (forward ?? backward)?.isSynthetic ?? true)
  }

  private static func recommendation(
    _ kind: RuleOverlap.Kind, _ first: Rule, _ second: Rule, _ winner: String?
  ) -> String {
    switch kind {
    case .duplicate:
      return "remove one, or tell them apart by a prefix, `context` or `checks`"
    case .subset where winner == first.id:
      return "as it should be: the narrower `\(first.id)` is the one reported"
    case .subset where winner == second.id:
      return
        "the wider `\(second.id)` hides the narrower one: raise the severity or confidence of `\(first.id)`, or lower"
        + " that of `\(second.id)`"
    case .subset:
      return
        "both are reported for one value: give them one category, or let `\(second.id)` exclude what `\(first.id)` finds"
    case .overlap where winner != nil:
      return "one finding is reported; nothing to do where `\(winner ?? "")` is the better name"
    case .overlap:
      return "both are reported for one value; narrow one of them where that is unwanted"
    }
  }
}

public import ArgusMatcher
public import ArgusRules

/// This is what ``PackLinter`` found.
public struct LintReport: Sendable {
  /// In the order of the stages: reading and resolving, compiling, examples, then the lints by file and place.
  public var diagnostics: [Diagnostic] = []
  /// Errors of the packs around the judged ones, which are not shown.
  public var hiddenErrorCount = 0
  /// The judged files that could be read.
  public var files: [String] = []
  /// The judged rules that compile.
  public var rules: [Rule] = []
  public var assignments: [EngineAssignment] = []
  /// Judged rules that are not live although their pack says so: id, or `file:line`.
  public var quarantined: [String] = []
  public var isUnreadable = false
  /// What the judged rules cost; nil where nobody asked.
  public var costs: CostReport?

  public init() {}

  public func count(_ severity: Diagnostic.Severity) -> Int { diagnostics.count { $0.severity == severity } }

  /// Patterns of the judged rules in each tier.
  public var tiers: [(tier: EngineAssignment.Tier, count: Int)] {
    let judged = Set(rules.map(\.id))
    return EngineAssignment.Tier.allCases.map { tier in
      (tier, assignments.count { $0.tier == tier && judged.contains($0.ruleID) })
    }
  }

  /// The figures of the run, with the names that machine-readable formats give them.
  public var figures: [(name: String, value: Int)] {
    [
      ("rules", rules.count), ("quarantined", quarantined.count), ("errors", count(.error)),
      ("warnings", count(.warning)), ("notes", count(.note)), ("errors_elsewhere", hiddenErrorCount),
    ] + tiers.map { ($0.tier.rawValue, $0.count) }
  }

  /// The figures in a sentence.
  public var summary: String {
    let held = tiers.filter { $0.count > 0 }.map { "\($0.count) \($0.tier.rawValue)" }.joined(separator: ", ")
    let elsewhere =
      hiddenErrorCount == 0 ? "" : ", \(Figure.count(hiddenErrorCount, "more error")) in other packs (`argusd check`)"
    return "\(Figure.count(rules.count, "rule")) in \(Figure.count(files.count, "file"))"
      + " (patterns: \(held.isEmpty ? "none" : held)), \(quarantined.count) quarantined,"
      + " \(Figure.count(count(.error), "error")), \(Figure.count(count(.warning), "warning"))\(elsewhere)"
  }

  /// What streams hold back for the judged rules.
  public var streamSummary: String {
    let judged = Set(rules.map(\.id))
    return assignments.filter { judged.contains($0.ruleID) }.streamSummary
  }
}

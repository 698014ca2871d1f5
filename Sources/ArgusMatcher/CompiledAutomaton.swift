internal import ArgusRules

/// This is everything that a generation searches with.
struct CompiledAutomaton: Sendable {
  /// The database that holds almost everything.
  var base: PlannedDatabase
  /// What the base does not hold; nil in the ordinary case.
  var delta: PlannedDatabase?
  /// The databases as they are scanned: the base, then the delta; those that hold nothing are left out.
  var parts: [AutomatonPart]
  /// Beside the databases: patterns that are found by a run of bytes.
  var runs: RunTable
  var patterns: [CompiledPattern]
  /// By pattern.
  var choices: [AutomatonChoice?]
  /// By rule.
  var allowPatterns: [[PCRE2Regex]]
  /// How far the patterns are from what the base was compiled from.
  var distance: DatabaseDistance
}

/// This is one database of a generation, and which of the generation's patterns its expressions stand for.
struct AutomatonPart: Sendable {
  var database: HyperscanDatabase
  /// By expression: an index into ``CompiledAutomaton/patterns``, or ``masked``.
  var targets: [Int]

  /// No pattern: the generation has none that the expression was compiled from.
  static let masked = -1
}

extension CompiledAutomaton {
  /// Which engine holds each pattern.
  func assignments(of rules: [Rule]) -> [EngineAssignment] {
    zip(patterns, choices).map { pattern, choice in
      let maximum = choice?.width.maximum ?? PatternWidth.unbounded
      return EngineAssignment(
        ruleID: rules[pattern.rule].id, pattern: pattern.pattern, tier: choice?.tier ?? .fallback,
        minimumWidth: choice?.width.minimum ?? 0, maximumWidth: maximum == PatternWidth.unbounded ? nil : maximum,
        requiredLiteral: choice?.literal,
        holdBack: pattern.extent.holdBack)
    }
  }
}

public import ArgusRules

/// This is the step from valid rules to a ruleset that scans.
public struct RulesetCompiler: Sendable {
  private let limits: ScanLimits
  private let cache: DatabaseCache?

  /// - Parameter cache: where compiled databases are kept between runs; nil compiles anew each time.
  public init(limits: ScanLimits = ScanLimits(), cache: DatabaseCache? = nil) {
    self.limits = limits
    self.cache = cache
  }

  /// Compiles `ruleSet`. A rule that cannot be compiled is quarantined, never fatal to the rest.
  ///
  /// Slow (seconds for a thousand rules): call it off the event loop.
  /// - Throws: only when the engine itself fails (no memory, unsupported processor).
  public func compile(_ ruleSet: RuleSet, number: UInt64) throws(MatcherError) -> RulesetGeneration {
    var rules: [Rule] = []
    var quarantined: [QuarantinedRule] = []
    var patterns: [CompiledPattern] = []
    var allowPatterns: [[PCRE2Regex]] = []
    for rule in ruleSet.rules where rule.mode != .off {
      do {
        let regexes = try RuleCompilation(rule: rule)
        patterns.append(contentsOf: regexes.patterns(rule: rules.count))
        allowPatterns.append(regexes.allowed)
        rules.append(rule)
      } catch {
        quarantined.append(QuarantinedRule(ruleID: rule.id, diagnostic: error.first, others: error.others))
      }
    }

    var candidates = patterns.map { pattern in
      AutomatonBuilder.Candidate(attempts: AutomatonAttempt.all(for: rules[pattern.rule].patterns[pattern.pattern]))
    }
    let database: HyperscanDatabase?
    if let cached = cache?.load(&candidates) {
      database = cached
    } else {
      let wanted = candidates
      var builder = AutomatonBuilder(limits: limits)
      database = try builder.build(&candidates)
      if let database { cache?.store(database, chosen: candidates, of: wanted) }
    }
    var assignments: [EngineAssignment] = []
    for (index, candidate) in candidates.enumerated() {
      patterns[index].trigger = candidate.attempt?.trigger ?? .always
      assignments.append(Self.assignment(of: patterns[index], in: rules, candidate.attempt))
    }
    return try RulesetGeneration(
      number: number, digest: ruleSet.digest, rules: rules, assignments: assignments, quarantined: quarantined,
      automaton: CompiledAutomaton(database: database, patterns: patterns, allowPatterns: allowPatterns),
      limits: limits)
  }

  private static func assignment(
    of pattern: CompiledPattern, in rules: [Rule], _ attempt: AutomatonAttempt?
  ) -> EngineAssignment {
    let maximum = attempt?.width.maximum ?? PatternWidth.unbounded
    return EngineAssignment(
      ruleID: rules[pattern.rule].id, pattern: pattern.pattern, tier: attempt?.tier ?? .fallback,
      minimumWidth: attempt?.width.minimum ?? 0, maximumWidth: maximum == PatternWidth.unbounded ? nil : maximum,
      requiredLiteral: attempt?.literal,
      holdBack: StreamShape(rules[pattern.rule].patterns[pattern.pattern])?.holdBack)
  }
}

/// This is everything that a generation searches with.
struct CompiledAutomaton: Sendable {
  /// nil when every pattern is PCRE2's alone.
  var database: HyperscanDatabase?
  /// A hit's expression is an index into this.
  var patterns: [CompiledPattern]
  /// By rule.
  var allowPatterns: [[PCRE2Regex]]
}

public import ArgusRules

/// This is the step from valid rules to a ruleset that scans.
///
/// A database that was compiled for almost the same rules (the generation before, or the cache) is used again, and only
/// what it lacks is compiled: milliseconds instead of seconds. What is found is the same either way.
public struct RulesetCompiler: Sendable {
  private let limits: ScanLimits
  private let cache: DatabaseCache?
  private let delta: DeltaLimits

  /// - Parameters:
  ///   - cache: where compiled databases are kept between runs; nil compiles anew each time.
  ///   - delta: how much may differ from a database that is used again.
  public init(limits: ScanLimits = ScanLimits(), cache: DatabaseCache? = nil, delta: DeltaLimits = DeltaLimits()) {
    self.limits = limits
    self.cache = cache
    self.delta = delta
  }

  /// Compiles `ruleSet`. A rule that cannot be compiled is quarantined, never fatal to the rest.
  ///
  /// Slow (seconds for a thousand rules) where there is nothing to use again: call it off the event loop.
  /// - Parameter previous: a generation whose databases and patterns may be used again.
  /// - Throws: only when the engine itself fails (no memory, unsupported processor).
  public func compile(
    _ ruleSet: RuleSet, number: UInt64, previous: RulesetGeneration? = nil
  ) throws(MatcherError) -> RulesetGeneration {
    let active = ruleSet.rules.filter { $0.mode != .off }
    let search = BaseSearch(cache: cache, delta: delta, previous: previous)
    let base = search.base(for: active.flatMap(\.patterns))
    let shelf = RegexShelf(previous: previous, plans: base)
    var rules: [Rule] = []
    var quarantined: [QuarantinedRule] = []
    var patterns: [CompiledPattern] = []
    var allowPatterns: [[PCRE2Regex]] = []
    for rule in active {
      do {
        let regexes = try RuleCompilation(rule: rule, regexes: shelf)
        patterns.append(contentsOf: regexes.patterns(rule: rules.count))
        allowPatterns.append(regexes.allowed)
        rules.append(rule)
      } catch {
        quarantined.append(QuarantinedRule(ruleID: rule.id, diagnostic: error.first, others: error.others))
      }
    }
    let builder = AutomatonAssembly(
      limits: limits, delta: delta, sources: patterns.map { rules[$0.rule].patterns[$0.pattern] }, patterns: patterns,
      allowPatterns: allowPatterns)
    let automaton: CompiledAutomaton
    if let base, let near = try builder.automaton(on: base, reusing: previous?.automaton.delta) {
      automaton = near
    } else {
      automaton = try builder.automaton()
      cache?.store(automaton.base)
    }
    return try RulesetGeneration(
      number: number, digest: ruleSet.digest, rules: rules, quarantined: quarantined, automaton: automaton,
      limits: limits)
  }

  /// The same generation with all patterns in one database; `generation` itself where they are already.
  ///
  /// As slow as a compilation from nothing. The result has the number and the digest of `generation`, finds the same, and
  /// may take its place.
  public func consolidate(_ generation: RulesetGeneration) throws(MatcherError) -> RulesetGeneration {
    guard !generation.isConsolidated else { return generation }
    let old = generation.automaton
    let builder = AutomatonAssembly(
      limits: limits, delta: delta, sources: old.patterns.map { generation.rules[$0.rule].patterns[$0.pattern] },
      patterns: old.patterns, allowPatterns: old.allowPatterns)
    let automaton = try builder.automaton()
    cache?.store(automaton.base)
    return try RulesetGeneration(
      number: generation.number, digest: generation.digest, rules: generation.rules,
      quarantined: generation.quarantined, automaton: automaton, limits: limits)
  }
}

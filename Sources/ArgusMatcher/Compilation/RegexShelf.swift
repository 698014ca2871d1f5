internal import ArgusRules

/// This is where a compilation takes PCRE2's compiled patterns from: those of the generation before are used again.
struct RegexShelf: Sendable {
  private let compiled: [PatternKey: PCRE2Regex]
  private let plans: PlannedDatabase?

  /// - Parameters:
  ///   - previous: a generation whose compiled patterns may be used again.
  ///   - plans: what an earlier compilation found out about patterns.
  init(previous: RulesetGeneration?, plans: PlannedDatabase?) {
    let patterns = previous?.automaton.patterns.map(\.regex) ?? []
    let allowed = previous.map { Array($0.automaton.allowPatterns.joined()) } ?? []
    compiled = Dictionary((patterns + allowed).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    self.plans = plans
  }

  func regex(for pattern: RulePattern) throws(PCRE2Regex.CompileFailure) -> PCRE2Regex {
    let key = PatternKey(pattern)
    if let regex = compiled[key] { return regex }
    let isSafe = plans?.plan(of: key)?.isSafeForMachineCode ?? PatternTranslation.isSafeForMachineCode(pattern)
    return try PCRE2Regex(pattern, key: key, allowsMachineCode: isSafe)
  }
}

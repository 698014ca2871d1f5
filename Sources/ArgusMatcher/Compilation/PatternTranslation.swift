internal import ArgusRules
internal import Crypto

/// This is what the translator makes of one pattern: the ways into the automaton, and whether machine code may run it.
struct PatternTranslation: Sendable {
  /// Best first; empty where PCRE2 must look at every field.
  let attempts: [AutomatonAttempt]
  let isSafeForMachineCode: Bool

  init(_ pattern: RulePattern) {
    let faithful = Self.copy(of: pattern, .faithful)
    attempts = AutomatonAttempt.all(for: pattern, faithful: faithful, relaxed: Self.copy(of: pattern, .relaxed))
    isSafeForMachineCode = Self.isSafeForMachineCode(faithful)
  }

  /// PCRE2 10.42's machine code finds other matches than its interpreter where a lazy repeat stands in an atomic group
  /// (`(?>.+?a)-` in `0ab0a-` is 1..<6, the machine code says 2..<6). The interpreter is the one that is right, so
  /// patterns with such groups, and those not understood well enough to say, are interpreted.
  static func isSafeForMachineCode(_ pattern: RulePattern) -> Bool {
    isSafeForMachineCode(copy(of: pattern, .faithful))
  }

  /// Everything that a compiled expression of the pattern depends on: two programs with equal digests agree on it.
  var digest: PatternKey {
    var hash = SHA256()
    hash.update(data: [isSafeForMachineCode ? 1 : 0])
    for attempt in attempts {
      // NUL ends each text: no expression holds one.
      hash.update(data: attempt.source + [0])
      hash.update(data: Array("\(attempt.flags.rawValue) \(attempt.choice) \(attempt.positions)".utf8) + [0])
    }
    return PatternKey(digest: Array(hash.finalize()))
  }

  private static func isSafeForMachineCode(_ copy: AutomatonCopy?) -> Bool {
    guard let copy else { return false }
    return !copy.hasAtomicGroup
  }

  private static func copy(of pattern: RulePattern, _ fidelity: PatternTranslator.Fidelity) -> AutomatonCopy? {
    var translator = PatternTranslator(pattern, fidelity: fidelity)
    return translator.translate()
  }
}

/// This is the list of pairs that PCRE2 gave up on, one entry a rule and field, whichever of the rule's patterns was
/// searched first.
struct UnknownPairs {
  private struct Pair: Hashable {
    var field: Int
    var rule: Int
  }

  private var pairs: [Pair: (pattern: Int, reason: String)] = [:]

  /// Of a rule's patterns the first one's reason is kept.
  mutating func note(_ reason: String, _ pattern: CompiledPattern, field: Int) {
    let pair = Pair(field: field, rule: pattern.rule)
    if let known = pairs[pair], known.pattern <= pattern.pattern { return }
    pairs[pair] = (pattern.pattern, reason)
  }

  /// By field, then by rule.
  var inOrder: [MatchReport.Unknown] {
    guard !pairs.isEmpty else { return [] }
    return pairs.sorted { ($0.key.field, $0.key.rule) < ($1.key.field, $1.key.rule) }
      .map { MatchReport.Unknown(rule: $0.key.rule, field: $0.key.field, reason: $0.value.reason) }
  }
}

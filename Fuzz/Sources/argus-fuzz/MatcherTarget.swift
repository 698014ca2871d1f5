import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules

/// This is the matcher beside a plain PCRE2 loop on the same fields; any difference stops the run.
enum MatcherTarget {
  private static let patterns: [FixedRules.Pattern] = [
    ("^a", []), ("a$", []), ("\\Aab\\z", []), ("^ab$", .multiline), ("(?:^|-)a(?:-|$)", []), ("a\\n?$", []),
    ("\\b\\w{2,3}\\b", []),
    ("\\Ba\\B", []), ("a(?=b)", []), ("(?<![a-z])ab(?![a-z])", []), ("(a|b)\\1", []), ("a++b", []), ("(?>.+?a)-", []),
    ("a*?b", []), ("a|ab", []), ("a.*b", .dotall), ("a[^-]*b", []), ("(?:.|\\n){0,4}?b-", []), ("[ab]{0,5}?a-", []),
    ("a{2,}", []),
    ("a\\Kb", []), ("\\Ga", []), ("\\((?:[^()]|(?R))*\\)", []), ("a\\Rb", []), ("[^\\w]a", []),
    ("key_[0-9a-f]{8}", .caseless),
    ("(?:^|[^a-z0-9_])(tok_[a-z]{4,8})(?:[^a-z0-9_]|$)", []), ("-----BEGIN[ -~]{0,20}-----[\\s\\S]{1,64}?-----END", []),
    ("(?<value>[a-z]{2,8})://[^\\s:@]{1,16}:([^\\s@]{1,16})@", []),
    ("(?i)pass(?:word)?\\s{0,3}[:=]\\s{0,3}['\"]?([^\\s'\"]{4,16})", []),
  ]

  /// A small sink makes every other input a crowded one.
  private static let generations = [4, 32_768].map { capacity in
    FixedRules.generation(FixedRules.rules(patterns), limits: ScanLimits(hitCapacity: capacity))
  }

  nonisolated(unsafe) private static let oracles = patterns.map { pattern in
    // One thread fuzzes: libFuzzer forks for more.
    Oracle(RulePattern(source: pattern.source, flags: pattern.flags, location: FixedRules.place))
  }

  static func run(_ bytes: [UInt8]) {
    let fields = bytes.split(separator: 0xFF, maxSplits: 7, omittingEmptySubsequences: false).map(Array.init)
    var arena = FieldArena()
    for field in fields {
      arena.beginField()
      arena.append(field.span.bytes)
      arena.endField()
    }
    for generation in generations {
      guard let report = try? generation.scan(arena) else { fatalError("a small arena is scanned") }
      for (field, text) in fields.enumerated() {
        for (rule, oracle) in oracles.enumerated() {
          guard let expected = oracle?.matches(in: text),
            !report.unknowns.contains(where: { $0.rule == rule && $0.field == field })
          else { continue }
          let found = report.matches.filter { $0.rule == rule && $0.field == field }
            .map { Oracle.Found(span: $0.span, value: $0.value) }
          if found != expected {
            fatalError("pattern \(patterns[rule].source): \(expected.map(\.span)) is not \(found.map(\.span))")
          }
        }
      }
    }
  }
}

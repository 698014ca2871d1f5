public import ArgusMatcher
public import ArgusRules

/// This is one ruleset beside the oracles of its patterns.
public final class Differential {
  public let generation: RulesetGeneration
  private let oracles: [[Oracle]]
  /// (rule, field) pairs compared so far.
  public private(set) var pairs = 0
  /// Those of them in which PCRE2 found something.
  public private(set) var matchingPairs = 0
  /// What PCRE2 found.
  public private(set) var matches = 0
  /// The rules of which something was found.
  public private(set) var matchedRules: Set<Int> = []
  /// Pairs in which PCRE2 gave up on one side or the other.
  public private(set) var undecided = 0
  public private(set) var differences = 0
  /// The first differences, and rules on which the two disagree as such, in words.
  public private(set) var descriptions: [String] = []

  public convenience init(rules: [Rule], limits: ScanLimits = ScanLimits()) throws {
    self.init(try RulesetCompiler(limits: limits).compile(RuleSet(rules: rules, packs: []), number: 1))
  }

  public init(_ generation: RulesetGeneration) {
    self.generation = generation
    oracles = generation.rules.map { rule in rule.patterns.compactMap { Oracle($0, value: rule.value) } }
    for (rule, oracle) in zip(generation.rules, oracles) where rule.patterns.count != oracle.count {
      descriptions.append("the matcher took \(rule.id), which the oracle refuses")
    }
  }

  /// Scans `fields` as one arena and compares every rule in every field, or `rule` alone where most of the others would
  /// have nothing to find.
  public func compare(_ fields: [[UInt8]], rule only: Int? = nil) throws {
    var arena = FieldArena()
    for field in fields { arena.append(field: field) }
    let report = try generation.scan(arena)
    var found: [Key: [Oracle.Found]] = [:]
    for match in report.matches {
      found[Key(rule: match.rule, pattern: match.pattern, field: match.field), default: []]
        .append(Oracle.Found(span: match.span, value: match.value))
    }
    let unknown = Set(report.unknowns.map { Key(rule: $0.rule, pattern: 0, field: $0.field) })
    for (field, text) in fields.enumerated() {
      for rule in only.map({ $0..<$0 + 1 }) ?? oracles.indices {
        pairs += 1
        if unknown.contains(Key(rule: rule, pattern: 0, field: field)) {
          undecided += 1
          continue
        }
        let before = matches
        for (pattern, oracle) in oracles[rule].enumerated() {
          guard let expected = oracle.matches(in: text) else {
            undecided += 1
            continue
          }
          let actual = found[Key(rule: rule, pattern: pattern, field: field)] ?? []
          matches += expected.count
          if actual != expected { record(difference: expected, actual, rule, pattern, text) }
        }
        if matches > before {
          matchingPairs += 1
          matchedRules.insert(rule)
        }
      }
    }
  }

  /// Each text alone, then all of them as neighbours.
  public func compareAloneAndTogether(_ fields: [[UInt8]]) throws {
    for field in fields { try compare([field]) }
    try compare(fields)
  }

  private func record(
    difference expected: [Oracle.Found], _ actual: [Oracle.Found], _ rule: Int, _ pattern: Int, _ text: [UInt8]
  ) {
    differences += 1
    guard differences <= 5 else { return }
    let assignment = generation.assignments.first {
      $0.ruleID == generation.rules[rule].id && $0.pattern == pattern
    }
    // Made-up texts: they may be shown.
    descriptions.append(
      """
      rule \(generation.rules[rule].id), pattern \(generation.rules[rule].patterns[pattern].source.debugDescription) \
      flags \(generation.rules[rule].patterns[pattern].flags.rawValue), tier \(String(describing: assignment?.tier)): \
      expected \(expected.map(\.span)), got \(actual.map(\.span)) \
      in \(String(decoding: text.prefix(300), as: UTF8.self).debugDescription)
      """)
  }

  private struct Key: Hashable {
    var rule: Int
    var pattern: Int
    var field: Int
  }
}

extension FieldArena {
  public mutating func append(field: [UInt8]) {
    beginField()
    append(field.span.bytes)
    endField()
  }
}

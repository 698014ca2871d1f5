import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

/// This is one ruleset beside the oracles of its patterns.
final class Differential {
  let generation: RulesetGeneration
  private let oracles: [[Oracle]]
  /// (rule, field) pairs compared so far.
  private(set) var pairs = 0
  /// Matches that both sides found.
  private(set) var matches = 0
  /// Pairs in which PCRE2 gave up on one side or the other.
  private(set) var undecided = 0
  private(set) var differences = 0

  convenience init(rules: [Rule], limits: ScanLimits = ScanLimits()) throws {
    self.init(try RulesetCompiler(limits: limits).compile(RuleSet(rules: rules, packs: []), number: 1))
  }

  init(_ generation: RulesetGeneration) {
    self.generation = generation
    oracles = generation.rules.map { rule in rule.patterns.compactMap { Oracle($0, value: rule.value) } }
    for (rule, oracle) in zip(generation.rules, oracles) where rule.patterns.count != oracle.count {
      Issue.record("the matcher took \(rule.id), which the oracle refuses")
    }
  }

  /// Scans `fields` as one arena and compares every rule in every field.
  func compare(_ fields: [[UInt8]]) throws {
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
      for (rule, patterns) in oracles.enumerated() {
        pairs += 1
        if unknown.contains(Key(rule: rule, pattern: 0, field: field)) {
          undecided += 1
          continue
        }
        for (pattern, oracle) in patterns.enumerated() {
          guard let expected = oracle.matches(in: text) else {
            undecided += 1
            continue
          }
          let actual = found[Key(rule: rule, pattern: pattern, field: field)] ?? []
          matches += expected.count
          if actual != expected { record(difference: expected, actual, rule, pattern, text) }
        }
      }
    }
  }

  /// Each text alone, then all of them as neighbours.
  func compareAloneAndTogether(_ fields: [[UInt8]]) throws {
    for field in fields { try compare([field]) }
    try compare(fields)
  }

  func expectAgreement(_ name: String, _ location: Testing.SourceLocation = #_sourceLocation) {
    print(
      "differential (\(name)): \(pairs) pairs, \(matches) matches, \(differences) differences, \(undecided) undecided")
    #expect(differences == 0, sourceLocation: location)
    #expect(pairs > 0 && undecided * 100 <= pairs, sourceLocation: location)
  }

  private func record(
    difference expected: [Oracle.Found], _ actual: [Oracle.Found], _ rule: Int, _ pattern: Int, _ text: [UInt8]
  ) {
    differences += 1
    guard differences <= 5 else { return }
    let assignment = generation.assignments.first {
      $0.ruleID == generation.rules[rule].id && $0.pattern == pattern
    }
    // The texts are the tests' own: they may be shown.
    Issue.record(
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
  mutating func append(field: [UInt8]) {
    beginField()
    for byte in field { append(byte) }
    endField()
  }

  static func of(_ texts: String...) -> FieldArena {
    var arena = FieldArena()
    for text in texts { arena.append(field: Array(text.utf8)) }
    return arena
  }
}

extension Rule {
  /// A rule that is nothing but its patterns.
  static func test(
    _ id: String, _ patterns: String..., flags: PatternFlags = [], value: CaptureSelector = .automatic,
    mode: RuleMode = .live, allow: [String] = []
  ) -> Rule {
    let place = ArgusRules.SourceLocation(file: "test.yaml", line: 3, column: 5)
    return Rule(
      id: id, type: id, name: id, category: "custom", severity: .high, mode: mode,
      patterns: patterns.map { RulePattern(source: $0, flags: flags, location: place) }, value: value,
      allow: RuleAllowlist(patterns: allow.map { RulePattern(source: $0, location: place) }), location: place)
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is what the targets search for: rules `fuzz.r0`, `fuzz.r1`, … of fixed patterns, which no input changes.
enum FixedRules {
  typealias Pattern = (source: String, flags: PatternFlags)

  static func rules(_ patterns: [Pattern], severity: Severity = .high, action: Action? = nil) -> [Rule] {
    patterns.enumerated().map { index, pattern in
      Rule(
        id: "fuzz.r\(index)", type: "t\(index)", name: "r", category: "custom", severity: severity, action: action,
        patterns: [RulePattern(source: pattern.source, flags: pattern.flags, location: place)], location: place)
    }
  }

  static func generation(_ rules: [Rule], limits: ScanLimits = ScanLimits()) -> RulesetGeneration {
    let set = RuleSet(rules: rules, packs: [])
    guard let generation = try? RulesetCompiler(limits: limits).compile(set, number: 1), generation.quarantined.isEmpty
    else { fatalError("the fixed patterns compile") }
    return generation
  }

  static let place = SourceLocation(file: "fuzz", line: 1, column: 1)

  /// What redacts all that it finds.
  static let redactor = Inspector(
    generation: generation(
      rules(
        [("key_[a-z]{4,8}", []), ("(?<![0-9])[0-9]{12}(?![0-9])", []), ("\\bsecret\\b", [])], severity: .critical,
        action: .redact)), settings: InspectionSettings())
}

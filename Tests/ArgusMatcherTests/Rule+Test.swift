import ArgusKit
import ArgusRules

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

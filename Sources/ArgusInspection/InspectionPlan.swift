import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is everything about a generation's rules and the settings that can be worked out before the first request.
final class InspectionPlan: Sendable {
  /// This is one rule, taken apart for the evaluation of its matches.
  struct RuleTable: Sendable {
    /// nil where the rule looks everywhere.
    var directions: Set<Direction>?
    var hasPlaceScope: Bool
    var allowedValues: Set<String>
    var hasAllowPatterns: Bool
    /// Lower-case bytes; empty where no context is demanded.
    var contextWords: [[UInt8]]
    var companions: [Companion]
    /// The companion of a `requires` can be this rule, so matches must be kept for lookup.
    var isCompanion = false
  }

  /// This is one `requires` with its rule looked up.
  struct Companion: Sendable {
    /// nil where that rule is not live, or is the demanding rule itself: such a demand is never met.
    var rule: Int?
    var within: Int
    var isOptional: Bool
    var raisesConfidenceTo: Confidence?
  }

  let generation: RulesetGeneration
  let rules: [Rule]
  let tables: [RuleTable]
  let settings: InspectionSettings
  /// True where some decision depends on which file a text came from.
  let needsFilenames: Bool
  /// The types that placeholders of earlier redactions may name.
  let placeholderTypes: Set<String>
  let hasDetectors: Bool
  let pool = InspectionScratchPool()

  init(generation: RulesetGeneration, settings: InspectionSettings) {
    self.generation = generation
    self.settings = settings
    let rules = generation.rules
    self.rules = rules
    var indexes: [String: Int] = [:]
    for (index, rule) in rules.enumerated() { indexes[rule.id] = index }
    var tables = rules.map { Self.table(for: $0, indexes) }
    for companion in tables.flatMap(\.companions) {
      if let rule = companion.rule { tables[rule].isCompanion = true }
    }
    self.tables = tables
    placeholderTypes = Set(rules.map { Placeholder.name(of: $0.type) })
    hasDetectors = !settings.detectors.isEmpty || !settings.prioritisedDetectors.isEmpty
    needsFilenames =
      hasDetectors || !settings.allowlist.paths.isEmpty
      || rules.contains { rule in
        !rule.scope.includeFiles.isEmpty || !rule.scope.excludeFiles.isEmpty || !rule.allow.files.isEmpty
      }
  }

  private static func table(for rule: Rule, _ indexes: [String: Int]) -> RuleTable {
    let scope = rule.scope
    return RuleTable(
      directions: scope.directions.isEmpty ? nil : Set(scope.directions),
      hasPlaceScope: ![
        scope.includeFields, scope.excludeFields, scope.includeFiles, scope.excludeFiles, rule.allow.files,
      ]
      .allSatisfy(\.isEmpty),
      allowedValues: Set(rule.allow.values),
      hasAllowPatterns: !rule.allow.patterns.isEmpty,
      contextWords: rule.context.map { $0.any.map { Array($0.utf8).map(ContextWindow.lowercased) } } ?? [],
      companions: rule.requires.map {
        Companion(
          rule: $0.rule == rule.id ? nil : indexes[$0.rule], within: $0.within, isOptional: $0.isOptional,
          raisesConfidenceTo: $0.raisesConfidenceTo)
      })
  }
}

import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is what the judgement on one rule's matches needs to have seen of a stream, by rule.
struct StreamNeeds: Sendable {
  /// Context in lines is looked for this far: a stream does not wait for the end of a line of any length.
  static let lineBytes = 4096
  /// Nor does it wait for more context or company than this, whatever a rule says.
  static let maximumBytes = 64 << 10

  /// The rule looks at this direction.
  let isSearched: [Bool]
  /// Some finding of the rule is redacted or blocked; bytes are held back for no other.
  let isActing: [Bool]
  /// Bytes before a match.
  let before: [Int]
  /// Bytes behind a match.
  let after: [Int]
  /// Bytes around a match in which matches of other rules count.
  let company: [Int]
  /// The largest number of bytes before undecided text that any judgement still looks at.
  let memory: Int

  init(_ plan: InspectionPlan, _ subject: InspectionSubject, location: String) {
    let rules = plan.rules
    isSearched = plan.tables.map { $0.directions?.contains(subject.direction) ?? true }
    isActing = rules.map { rule in
      rule.mode == .live
        && Confidence.allCases.contains { confidence in
          let traits = Policy.Traits(
            ruleID: rule.id, type: rule.type, category: rule.category, severity: rule.severity, confidence: confidence,
            location: location, ruleAction: rule.action)
          return plan.settings.policy.action(for: traits, provider: subject.provider, direction: subject.direction)
            >= .redact
        }
    }
    let context = rules.map { rule in
      switch rule.context?.distance {
      case .bytes(let count): min(max(0, count), Self.maximumBytes)
      case .lines: Self.lineBytes
      case nil: 0
      }
    }
    before = context.map { max($0, Placeholder.reach) }
    after = context
    company = plan.tables.map { table in
      min(max(0, table.companions.map(\.within).max() ?? 0), Self.maximumBytes)
    }
    let width = plan.generation.assignments.compactMap(\.holdBack).max() ?? 0
    memory = (before.max() ?? 0) + (company.max() ?? 0) + width
  }
}

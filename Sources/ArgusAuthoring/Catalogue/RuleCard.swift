import ArgusKit
public import ArgusMatcher
import ArgusReports
public import ArgusRules

/// This is one rule as it is in force: what its pack says, what overrides made of it, and which engine holds it.
public struct RuleCard: Sendable {
  public var rule: Rule
  /// By pattern; empty for a rule that is off or quarantined.
  public var assignments: [EngineAssignment]
  /// Why it is not compiled, where it should be.
  public var faults: [Diagnostic]

  public init(rule: Rule, assignments: [EngineAssignment], faults: [Diagnostic]) {
    self.rule = rule
    self.assignments = assignments
    self.faults = faults
  }

  /// The rule as YAML that is ready to be put into a pack, under comments that say where it comes from.
  public var yaml: String {
    var comments = ["# defined at \(rule.location), pack \(rule.pack)"]
    comments += rule.places.overrides.map { "# changed by the override at \($0)" }
    comments += faults.map { "# not live: \($0.oneLine)" }
    if rule.mode == .off { comments.append("# off: not compiled") }
    for assignment in assignments {
      let name = rule.patterns.count > 1 ? "pattern \(assignment.pattern + 1)" : "the pattern"
      comments.append("# \(name): \(assignment.tier.rawValue) tier, \(Self.width(assignment))")
    }
    if !assignments.isEmpty {
      let holdBack = assignments.holdBack(ofRule: rule.id)
      comments.append(
        holdBack.map { "# streams hold back at most \($0) bytes for it" }
          ?? "# streams do not look for it: no bounded width")
    }
    return comments.joined(separator: "\n") + "\n" + PackWriter.text(ofItem: PackEntry(.rule(rule)))
  }

  private static func width(_ assignment: EngineAssignment) -> String {
    guard let maximum = assignment.maximumWidth else { return "\(assignment.minimumWidth) bytes or more" }
    return maximum == assignment.minimumWidth ? "\(maximum) bytes" : "\(assignment.minimumWidth) to \(maximum) bytes"
  }

  public var json: String { value.indented }

  private var value: JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .strings(texts) }
    var members: [(String, JSONValue)] = [
      ("id", .string(rule.id)), ("type", .string(rule.type)), ("name", .string(rule.name)),
      ("description", .string(rule.description)), ("category", .string(rule.category)),
      ("severity", .string(rule.severity.rawValue)), ("confidence", .string(rule.confidence.rawValue)),
      ("mode", .string(rule.mode.rawValue)), ("action", (rule.action?.rawValue).map { .string($0) } ?? .null),
      ("pack", .string(rule.pack)), ("file", .string(rule.location.file)), ("line", .integer(rule.location.line)),
      ("overrides", texts(rule.places.overrides.map(\.description))),
      ("references", texts(rule.references)), ("tags", texts(rule.tags)),
    ]
    members.append(
      (
        "patterns",
        .array(
          rule.patterns.enumerated().map { index, pattern in
            var pair: [(String, JSONValue)] = [
              ("pattern", .string(pattern.source)), ("flags", texts(pattern.flags.words)),
            ]
            if let assignment = assignments.first(where: { $0.pattern == index }) {
              pair += [
                ("tier", .string(assignment.tier.rawValue)), ("minimum_width", .integer(assignment.minimumWidth)),
                ("maximum_width", assignment.maximumWidth.map { .integer($0) } ?? .null),
              ]
            }
            return .object(pair)
          })
      ))
    members.append(("hold_back", assignments.holdBack(ofRule: rule.id).map { .integer($0) } ?? .null))
    members.append(("faults", .array(faults.map { DiagnosticJSON.value($0) })))
    members.append(("yaml", .string(PackWriter.text(ofItem: PackEntry(.rule(rule))))))
    return .object(members)
  }
}

extension RuleCard {
  /// The card of the rule `id`, compiled alone with what it requires.
  ///
  /// - Returns: nil with the nearest ids where no rule has that id.
  /// - Throws: ``MatcherError`` when the engine itself fails.
  public static func find(_ id: String, in loaded: RuleLoadResult, builder: GenerationBuilder) throws(MatcherError)
    -> RuleCard?
  {
    guard let rule = loaded.ruleSet.rules.first(where: { $0.id == id }) else { return nil }
    var alone = loaded
    alone.ruleSet = RuleSet(rules: [rule], packs: loaded.ruleSet.packs)
    let built = try builder.build(alone, number: 1)
    return RuleCard(
      rule: rule, assignments: built.generation.assignments,
      faults: loaded.sources.attached(to: built.generation.quarantined.flatMap(\.diagnostics)))
  }
}

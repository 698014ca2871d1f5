import ArgusKit
import ArgusMatcher
public import ArgusReports
public import ArgusRules

/// This is one rule in words: what it looks for, how the engine holds it, and every gate in the order it is passed.
public struct RuleExplanation: Sendable {
  /// Names and values, in order; a name may stand several times.
  public private(set) var entries: [(name: String, words: String)] = []
  private let rule: Rule

  /// - Parameter built: a ruleset that holds `rule`.
  public init(_ rule: Rule, in built: BuiltGeneration) {
    self.rule = rule
    add(
      "finds",
      "\(rule.type): category \(rule.category), severity \(rule.severity.rawValue), confidence"
        + " \(rule.confidence.rawValue)")
    add("mode", Self.words(rule.mode))
    add("action", rule.action.map { "\($0.rawValue), where the policy says nothing else" } ?? "as the policy says")
    add("defined", "\(rule.location), pack \(rule.pack)")
    for override in built.loaded.overrides where override.ruleID == rule.id {
      add("override", "\(override.location) changes \(override.keys.joined(separator: ", "))")
    }
    addPatterns(built.generation.assignments.filter { $0.ruleID == rule.id })
    addGates()
    add("examples", "\(rule.examples.match.count) match, \(rule.examples.noMatch.count) no_match")
    for reference in rule.references { add("see", reference) }
  }

  private mutating func add(_ name: String, _ words: String) { entries.append((name, words)) }

  private static func words(_ mode: RuleMode) -> String {
    switch mode {
    case .live: "live: its findings act"
    case .shadow: "shadow: its findings are counted and never act"
    case .off: "off: it is not compiled"
    }
  }

  private mutating func addPatterns(_ assignments: [EngineAssignment]) {
    for (index, pattern) in rule.patterns.enumerated() {
      add("pattern", pattern.source)
      if let assignment = assignments.first(where: { $0.pattern == index }) {
        add("engine", Self.words(assignment.tier))
        add("width", Self.width(assignment))
      }
      let demanded = DemandedLiterals(pattern)
      add(
        "literal",
        demanded.literals.isEmpty
          ? "none: the pattern demands no fixed text"
          : (demanded.literals.count > 1 ? "one of " : "") + demanded.words)
      if let lengths = LengthSet.ofValue(in: pattern, rule.value) {
        add("value", "\(Self.words(rule.value)), \(Self.words(lengths))")
      } else {
        add("value", Self.words(rule.value))
      }
    }
  }

  private static func width(_ assignment: EngineAssignment) -> String {
    let width =
      assignment.maximumWidth.map { "\(assignment.minimumWidth) to \($0) bytes" }
      ?? "at least \(assignment.minimumWidth) bytes"
    return assignment.holdBack.map { "\(width); a stream is held back by at most \($0)" }
      ?? "\(width), without a useful bound: it cannot act on streams"
  }

  private static func words(_ tier: EngineAssignment.Tier) -> String {
    switch tier {
    case .automaton: "automaton: it holds the pattern exactly"
    case .prefilter: "prefilter: the automaton holds an approximation, PCRE2 decides"
    case .run: "run: no automaton; PCRE2 searches where enough bytes of one class stand together"
    case .fallback: "fallback: PCRE2 searches each text that has the literal, or every text where there is none"
    }
  }

  private static func words(_ selector: CaptureSelector) -> String {
    switch selector {
    case .automatic: "the group `value`, else group 1, else the whole match"
    case .group(0): "the whole match"
    case .group(let number): "group \(number)"
    case .named(let name): "the group `\(name)`"
    }
  }

  private static func words(_ lengths: LengthSet) -> String {
    guard let most = lengths.maximum else { return "at least \(lengths.minimum) bytes" }
    return most == lengths.minimum ? "\(most) bytes" : "\(lengths.minimum) to \(most) bytes"
  }

  private mutating func addGates() {
    let scope = rule.scope
    if !scope.directions.isEmpty { add("directions", scope.directions.map(\.rawValue).joined(separator: ", ")) }
    for check in rule.checks { add("check", "\(check.title): \(check.demand)") }
    if let context = rule.context {
      let distance =
        switch context.distance {
        case .bytes(let count): "within \(count) bytes"
        case .lines(0): "on the same line"
        case .lines(let count): "within \(count) lines"
        }
      add("context", "one of \(context.any.map { "`\($0)`" }.joined(separator: ", ")) \(distance)")
    }
    var allowed: [String] = []
    for (count, noun) in [
      (rule.allow.values.count, "value"), (rule.allow.patterns.count, "pattern"), (rule.allow.files.count, "file glob"),
    ] where count > 0 {
      allowed.append("\(count) \(noun)\(count == 1 ? "" : "s")")
    }
    if !allowed.isEmpty { add("allow", "never reported: " + allowed.joined(separator: ", ")) }
    for (name, globs) in [
      ("only fields", scope.includeFields), ("never fields", scope.excludeFields), ("only files", scope.includeFiles),
      ("never files", scope.excludeFiles),
    ] where !globs.isEmpty {
      add(name, globs.joined(separator: ", "))
    }
    for demand in rule.requires {
      let raise = demand.raisesConfidenceTo.map { ", which raises the confidence to \($0.rawValue)" } ?? ""
      add(
        "requires",
        "\(demand.isOptional ? "if there, " : "")`\(demand.rule)` within \(demand.within) bytes\(raise)")
    }
  }

  public var text: String {
    let width = entries.map(\.name.count).max() ?? 0
    let lines = entries.map { entry in
      "  " + entry.name + String(repeating: " ", count: width - entry.name.count) + "  " + entry.words
    }
    let head = ["\(rule.id): \(rule.name)"] + (rule.description.isEmpty ? [] : ["  \(rule.description)"])
    return (head + lines).joined(separator: "\n") + "\n"
  }

  public var json: JSONValue {
    .object([
      ("rule", .string(rule.id)), ("name", .string(rule.name)), ("description", .string(rule.description)),
      (
        "entries",
        .array(entries.map { .object([("name", .string($0.name)), ("words", .string($0.words))]) })
      ),
    ])
  }
}

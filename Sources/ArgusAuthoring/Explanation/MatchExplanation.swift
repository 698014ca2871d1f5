import ArgusInspection
public import ArgusKit
import ArgusMatcher
public import ArgusReports
import ArgusRules

/// This is the way of one match through the gates, with what each saw, and which one decided.
public struct MatchExplanation: Sendable {
  public struct Step: Sendable, Hashable {
    /// The gate, by its key in packs or the configuration.
    public var name: String
    public var isOpen: Bool
    public var words: String
  }

  public let ruleID: String
  /// The value, in bytes of the body where it stands there, else of its field.
  public let span: ByteSpan
  public let location: String
  public private(set) var steps: [Step] = []
  /// The step between the file and the text that matched; empty where it is the file's own.
  public let step: String
  /// Whether a comment of the file allows the finding, as a scan reads it.
  public private(set) var isAllowed = false
  /// Whether the match is a finding.
  public let isFinding: Bool
  /// One sentence.
  public private(set) var verdict = ""

  /// - Parameter reveals: shows the value whole instead of masked.
  init(_ judgement: JudgementTrace.Judgement, _ rules: [Rule], step: String = "", reveals: Bool) {
    self.step = step
    let rule = rules[judgement.rule]
    ruleID = rule.id
    span = judgement.bodySpan ?? judgement.value
    location = judgement.location
    isFinding = judgement.closedGate == nil
    let text = judgement.text.withExposed { bytes -> String in
      let text = String(decoding: bytes, as: UTF8.self)
      return reveals ? text : ValuePreview.mask(Sensitive(text))
    }
    let which = rule.patterns.count > 1 ? "pattern \(judgement.pattern + 1) of \(rule.patterns.count)" : "the pattern"
    add("pattern", true, "\(which) matches \(judgement.span.start)..<\(judgement.span.end)")
    add("value", true, "\(span.start)..<\(span.end): \(text), \(judgement.value.count) bytes")
    for reading in judgement.readings { add(reading.gate.name(in: rule), reading.isOpen, reading.words) }
    addLater(judgement, rule, rules)
    if let gate = judgement.closedGate {
      verdict = "not reported: \(gate.title(in: rule)) decided"
    } else {
      verdict =
        "reported, action \(judgement.action?.rawValue ?? "none")\(rule.mode == .shadow ? " (shadow: it never acts)" : "")"
    }
  }

  /// Adds what the file itself says about the finding.
  mutating func add(remark words: String, allows: Bool) {
    add("comment", !allows, words)
    guard allows else { return }
    isAllowed = true
    verdict = "a scan counts it as allowed: the comment decided; the proxy reads no comments and reports it"
  }

  private mutating func add(_ name: String, _ isOpen: Bool, _ words: String) {
    steps.append(Step(name: name, isOpen: isOpen, words: words))
  }

  /// The gates that need the match's place and its company; only those that were reached have seen anything.
  private mutating func addLater(_ judgement: JudgementTrace.Judgement, _ rule: Rule, _ rules: [Rule]) {
    switch judgement.closedGate {
    case .direction, .placeholder, .check, .context, .configuredValues: return
    case .allowList where judgement.location.isEmpty: return
    case .configuredPaths:
      return add("allow list", false, "the configuration allows the path or file \(judgement.location)")
    case .scope, .allowList:
      return add("scope", false, "the rule does not look at \(judgement.location) or its file")
    default: break
    }
    if rule.scope != RuleScope() { add("scope", true, "the rule looks at \(judgement.location)") }
    for (index, demand) in rule.requires.enumerated() {
      if case .companion(let closed) = judgement.closedGate, closed < index { return }
      let isUnmet = judgement.closedGate == .companion(index)
      let optional = demand.isOptional ? " (optional)" : ""
      add(
        "requires", !isUnmet,
        "`\(demand.rule)` within \(demand.within) bytes\(optional): \(isUnmet ? "there is none" : "does not stand in the way")"
      )
    }
    if case .companion = judgement.closedGate { return }
    if let rival = judgement.rival, rules.indices.contains(rival) {
      add(
        "overlap", false,
        "`\(rules[rival].id)` reports a value that covers this one, and is more severe, surer or longer")
    } else {
      add("overlap", true, "no better finding covers the value")
    }
    if let action = judgement.action {
      add("policy", true, "\(action.rawValue), confidence \(judgement.confidence.rawValue)")
    }
  }

  public var text: String {
    let width = steps.map(\.name.count).max() ?? 0
    let place = location.isEmpty || location == "body" ? "" : " at \(location)"
    let through = self.step.isEmpty ? "" : " (\(self.step))"
    let lines = steps.map { step in
      "  \(step.isOpen ? "pass" : "STOP")  \(step.name)\(String(repeating: " ", count: width - step.name.count))  \(step.words)"
    }
    return (["\(ruleID), bytes \(span.start)..<\(span.end)\(place)\(through)"] + lines + ["  => \(verdict)"]).joined(
      separator: "\n")
      + "\n"
  }

  public var json: JSONValue {
    .object([
      ("rule", .string(ruleID)), ("start", .integer(span.start)), ("end", .integer(span.end)),
      ("location", .string(location)), ("finding", .boolean(isFinding)), ("step", .string(step)),
      ("allowed", .boolean(isAllowed)), ("verdict", .string(verdict)),
      (
        "gates",
        .array(
          steps.map {
            .object([("name", .string($0.name)), ("open", .boolean($0.isOpen)), ("words", .string($0.words))])
          })
      ),
    ])
  }
}

extension Gate {
  /// The gate's short name in lists.
  func name(in rule: Rule) -> String {
    switch self {
    case .direction: "directions"
    case .placeholder: "placeholder"
    case .check(let index): rule.checks.indices.contains(index) ? rule.checks[index].title : "check"
    case .context: "context"
    case .allowList: "allow"
    case .configuredValues, .configuredPaths: "allow list"
    case .scope: "scope"
    case .companion: "requires"
    case .overlap: "overlap"
    }
  }
}

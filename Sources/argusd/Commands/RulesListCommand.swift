import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusKit
import ArgusMatcher
import ArgusReports
import ArgusRules

struct RulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules: what they find, what happens, which engine holds them.",
    discussion: """
      EXAMPLES
        argusd rules list
        argusd rules list --rule github.token      one rule, in full
        argusd rules list --format json

      EXIT CODES
        0  listed      1  no rule has that id      2  faulty configuration
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @Option(help: "Show only this rule, in full.")
  var rule: String?

  @OptionGroup var rules: RuleOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run() throws {
    let built = try RuleSelection.build(paths: paths, rules: rules)
    DiagnosticOutput.show(built.faults)
    let tiers = built.generation.assignments.reduce(into: [String: EngineAssignment.Tier]()) { $0[$1.ruleID] = $1.tier }
    let listed = built.generation.rules.filter { rule == nil || $0.id == rule }
    if let rule, listed.isEmpty {
      StandardError.write("no live rule has the id `\(rule)`\n")
      throw ExitStatus.blocked
    }
    switch format {
    case .json:
      let rows = listed.map { row($0, tier: tiers[$0.id]) }
      print("[" + rows.joined(separator: ",\n ") + "]")
    case .text where rule != nil:
      for entry in listed {
        show(entry, tier: tiers[entry.id], holdBack: built.generation.holdBack(ofRule: entry.id))
      }
    case .text:
      let width = listed.map(\.id.count).max() ?? 0
      for entry in listed {
        let id = entry.id.padding(to: width)
        let severity = entry.severity.rawValue.padding(to: 8)
        let mode = entry.mode == .live ? "" : " (\(entry.mode.rawValue))"
        print("\(id)  \(severity)  \(entry.category.padding(to: 11))  \(entry.name)\(mode)")
      }
      print("\(listed.count) rules, digest \(built.generation.digest.short)")
    }
  }

  private func show(_ rule: Rule, tier: EngineAssignment.Tier?, holdBack: Int?) {
    print("\(rule.id): \(rule.name)")
    if !rule.description.isEmpty { print("  \(rule.description)") }
    print(
      "  type \(rule.type), category \(rule.category), severity \(rule.severity.rawValue),"
        + " confidence \(rule.confidence.rawValue), mode \(rule.mode.rawValue)")
    print("  action   \(rule.action?.rawValue ?? "as the policy says")")
    print("  engine   \(tier?.rawValue ?? "none")")
    print(
      "  streams  \(holdBack.map { "hold back at most \($0) bytes for it" } ?? "do not look for it: no bounded width")")
    print("  defined  \(rule.location), pack \(rule.pack)")
    for pattern in rule.patterns { print("  pattern  \(pattern.source)") }
    for reference in rule.references { print("  see      \(reference)") }
  }

  private func row(_ rule: Rule, tier: EngineAssignment.Tier?) -> String {
    let fields: [(String, String)] = [
      ("id", rule.id), ("type", rule.type), ("name", rule.name), ("category", rule.category),
      ("severity", rule.severity.rawValue), ("confidence", rule.confidence.rawValue), ("mode", rule.mode.rawValue),
      ("action", rule.action?.rawValue ?? ""), ("tier", tier?.rawValue ?? ""), ("pack", rule.pack),
      ("location", rule.location.description),
    ]
    var members = fields.map { "\"\($0.0)\":\(JSONValue.quoted($0.1))" }
    if self.rule != nil {
      members.append("\"description\":\(JSONValue.quoted(rule.description))")
      members.append("\"patterns\":[\(rule.patterns.map { JSONValue.quoted($0.source) }.joined(separator: ","))]")
      members.append("\"references\":[\(rule.references.map(JSONValue.quoted).joined(separator: ","))]")
    }
    return "{" + members.joined(separator: ",") + "}"
  }
}

extension String {
  /// Blanks at the end up to `width` characters.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

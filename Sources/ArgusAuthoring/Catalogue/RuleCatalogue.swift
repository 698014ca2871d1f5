public import ArgusKit
public import ArgusMatcher
import ArgusReports
public import ArgusRules

/// This is the list of the rules in force, as tables and for machines.
public struct RuleCatalogue: Sendable {
  /// This is which rules are listed: those that every part which is not empty lets through.
  public struct Filter: Sendable {
    public var categories: [String] = []
    public var severities: [Severity] = []
    public var tags: [String] = []
    /// Ids of packs.
    public var packs: [String] = []
    public var modes: [RuleMode] = []
    public var tiers: [EngineAssignment.Tier] = []

    public init() {}

    func admits(_ rule: Rule, _ tier: EngineAssignment.Tier?) -> Bool {
      (categories.isEmpty || categories.contains(rule.category))
        && (severities.isEmpty || severities.contains(rule.severity))
        && (tags.isEmpty || !Set(tags).isDisjoint(with: rule.tags))
        && (packs.isEmpty || packs.contains(rule.pack))
        && (modes.isEmpty || modes.contains(rule.mode))
        && (tiers.isEmpty || tier.map(tiers.contains) ?? false)
    }
  }

  public var entries: [(rule: Rule, tier: EngineAssignment.Tier?)]

  /// - Parameter ruleSet: all rules, those that are off included.
  public init(_ ruleSet: RuleSet, _ assignments: [EngineAssignment], filter: Filter = Filter()) {
    // A rule is as slow as its slowest pattern.
    let order = EngineAssignment.Tier.allCases
    var tiers: [String: EngineAssignment.Tier] = [:]
    for assignment in assignments {
      let known = tiers[assignment.ruleID].flatMap(order.firstIndex) ?? 0
      tiers[assignment.ruleID] = order[max(known, order.firstIndex(of: assignment.tier) ?? 0)]
    }
    entries = ruleSet.rules.map { (rule: $0, tier: tiers[$0.id]) }.filter { filter.admits($0.rule, $0.tier) }
  }

  private static let columns = [
    "id", "type", "name", "category", "severity", "confidence", "mode", "action", "tier", "pack", "location", "tags",
  ]

  private static func cells(_ rule: Rule, _ tier: EngineAssignment.Tier?) -> [String] {
    [
      rule.id, rule.type, rule.name, rule.category, rule.severity.rawValue, rule.confidence.rawValue,
      rule.mode.rawValue, rule.action?.rawValue ?? "", tier?.rawValue ?? "", rule.pack, rule.location.description,
      rule.tags.joined(separator: " "),
    ]
  }

  /// One line a rule, in columns.
  public var text: String {
    let width = entries.map(\.rule.id.count).max() ?? 0
    return entries.map { rule, _ in
      let mode = rule.mode == .live ? "" : " (\(rule.mode.rawValue))"
      let columns = [(rule.id, width), (rule.severity.rawValue, 8), (rule.category, 11)]
      let padded = columns.map { text, width in text + String(repeating: " ", count: max(0, width - text.count)) }
      return padded.joined(separator: "  ") + "  \(rule.name)\(mode)\n"
    }.joined()
  }

  private var objects: [String] {
    entries.map { rule, tier in
      var members = zip(Self.columns, Self.cells(rule, tier)).map { ($0, JSONValue.string($1)) }
      members[members.count - 1].1 = .strings(rule.tags)
      return JSONValue.object(members).compact
    }
  }

  public var json: String { "[" + objects.joined(separator: ",\n ") + "]" }
  public var jsonLines: String { objects.map { $0 + "\n" }.joined() }

  public var markdown: String {
    var table = MarkdownTable(headings: [
      ("rule", .left), ("finds", .left), ("category", .left), ("severity", .left), ("mode", .left), ("tier", .left),
      ("pack", .left),
    ])
    table.rows = entries.map { rule, tier in
      [
        "`\(rule.id)`", rule.name, rule.category, rule.severity.rawValue, rule.mode.rawValue, tier?.rawValue ?? "",
        rule.pack,
      ]
    }
    return table.text
  }

  /// With a line of headings, quoted as RFC 4180 has it.
  public var csv: String {
    ([Self.columns] + entries.map(Self.cells)).map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    // A spreadsheet takes a cell that begins like this for a formula.
    let cell = cell.first.map { "=+-@".contains($0) } == true ? "'" + cell : cell
    guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}

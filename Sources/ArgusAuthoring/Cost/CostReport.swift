import ArgusMatcher
import ArgusReports

/// This is the costs of rules, the dearest first.
public struct CostReport: Sendable {
  public enum Format: String, Sendable, CaseIterable { case text, json, markdown, csv }

  public var costs: [RuleCost]
  /// Nanoseconds per byte that a rule may cost; nil allows anything.
  public var limit: Double?

  public init(_ costs: [RuleCost], limit: Double? = nil) {
    self.costs = costs.sorted { ($1.nanosecondsPerByte, $0.ruleID) < ($0.nanosecondsPerByte, $1.ruleID) }
    self.limit = limit
  }

  /// Rules above the limit.
  public var tooDear: [RuleCost] {
    guard let limit else { return [] }
    return costs.filter { $0.nanosecondsPerByte > limit }
  }

  /// Rows beyond `top` are left out of the forms for people.
  public func rendered(_ format: Format, top: Int? = nil) -> String {
    let shown = top.map { Array(costs.prefix($0)) } ?? costs
    switch format {
    case .text:
      let lines = TextColumns.lines([Self.titles] + shown.map(Self.cells))
      return (lines + [summary]).joined(separator: "\n") + "\n"
    case .markdown:
      var table = MarkdownTable(headings: Self.titles.enumerated().map { ($1, $0 == 0 ? .left : .right) })
      table.rows = shown.map(Self.cells)
      return table.text + "\n" + summary + "\n"
    case .csv:
      let rows = [Self.columns] + costs.map { Self.values($0).map(\.compact) }
      return rows.map { $0.joined(separator: ",") + "\n" }.joined()
    case .json:
      return JSONValue.object([
        ("sample_bytes", .integer(SampleText.byteCount)), ("rules", .array(rows)),
        ("limit", limit.map(JSONValue.number) ?? .null), ("too_dear", .strings(tooDear.map(\.ruleID))),
      ]).indented + "\n"
    }
  }

  /// One object a rule.
  var rows: [JSONValue] { costs.map { JSONValue.object(Array(zip(Self.columns, Self.values($0)))) } }

  private var summary: String {
    let sum = costs.reduce(0) { $0 + $1.nanosecondsPerByte }
    let dear = limit.map { ", \(tooDear.count) above \(Figure.fixed($0, 3)) ns/byte" } ?? ""
    return
      "\(Figure.count(costs.count, "rule")), each alone on \(SampleText.byteCount) bytes; \(Figure.fixed(sum, 1)) ns/byte in all\(dear)"
  }

  private static let titles = [
    "rule", "ns/byte", "spread", "callbacks/MiB", "confirm µs/MiB", "compile ms", "database KiB", "held back", "tier",
  ]

  private static func cells(_ cost: RuleCost) -> [String] {
    [
      cost.ruleID, Figure.fixed(cost.nanosecondsPerByte, 3),
      "\(Figure.fixed(cost.spread.lowerBound, 3))–\(Figure.fixed(cost.spread.upperBound, 3))",
      Figure.fixed(cost.callbacksPerMiB, 0), Figure.fixed(cost.confirmNanosecondsPerMiB / 1000, 1),
      Figure.fixed(cost.compileMilliseconds, 1), Figure.fixed(Double(cost.databaseBytes) / 1024, 1),
      cost.holdBack.map(String.init) ?? "unbounded", cost.tier.rawValue,
    ]
  }

  private static let columns = [
    "rule", "ns_per_byte", "ns_per_byte_min", "ns_per_byte_max", "callbacks_per_mib", "confirm_ns_per_mib",
    "compile_ms",
    "database_bytes", "minimum_width", "maximum_width", "hold_back", "tier",
  ]

  private static func values(_ cost: RuleCost) -> [JSONValue] {
    [
      .string(cost.ruleID), .number(cost.nanosecondsPerByte), .number(cost.spread.lowerBound),
      .number(cost.spread.upperBound), .number(cost.callbacksPerMiB), .number(cost.confirmNanosecondsPerMiB),
      .number(cost.compileMilliseconds), .integer(cost.databaseBytes), .integer(cost.minimumWidth),
      cost.maximumWidth.map(JSONValue.integer) ?? .null, cost.holdBack.map(JSONValue.integer) ?? .null,
      .string(cost.tier.rawValue),
    ]
  }
}

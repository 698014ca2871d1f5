import ArgusKit
import ArgusReports

/// This is every pair of rules that report the same strings, and the groups they form.
public struct OverlapReport: Sendable {
  public enum Format: String, Sendable, CaseIterable { case text, json, markdown }

  public var ruleCount: Int
  public var sampleCount: Int
  /// Duplicates first, then subsets, then overlaps.
  public var pairs: [RuleOverlap]
  /// Rules for which no text could be made from the pattern: their own examples were run instead.
  public var byExample: [String]
  /// Rules that report none of the texts: nothing is known about them.
  public var silent: [String]

  /// Groups of rules that duplicates and subsets hold together, each sorted.
  public var clusters: [[String]] {
    var group: [String: String] = [:]
    func root(_ id: String) -> String {
      var id = id
      while let next = group[id], next != id { id = next }
      return id
    }
    for pair in pairs where pair.kind != .overlap {
      let (first, second) = (root(pair.first), root(pair.second))
      group[pair.first] = group[pair.first] ?? first
      group[pair.second] = group[pair.second] ?? second
      group[max(first, second)] = min(first, second)
    }
    var members: [String: [String]] = [:]
    for id in group.keys { members[root(id), default: []].append(id) }
    return members.values.filter { $0.count > 2 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  /// - Parameter reveals: shows packs' own examples whole; texts made from patterns are no secrets and always are.
  public func rendered(_ format: Format, reveals: Bool = false) -> String {
    switch format {
    case .text: text(reveals)
    case .markdown: markdown(reveals)
    case .json: json(reveals).indented + "\n"
    }
  }

  private func text(_ reveals: Bool) -> String {
    var lines: [String] = []
    for pair in pairs {
      lines.append("\(pair.kind.rawValue): \(pair.first) and \(pair.second)")
      lines.append("  shared   \(Self.shares(pair))")
      lines.append("  reported \(pair.winner ?? "both")")
      lines.append("  example  \(Self.example(pair, reveals))")
      lines.append("  advice   \(pair.recommendation)")
    }
    for cluster in clusters { lines.append("cluster: \(cluster.joined(separator: ", "))") }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private func markdown(_ reveals: Bool) -> String {
    var table = MarkdownTable(headings: [
      ("Kind", .left), ("Rules", .left), ("Shared", .left), ("Reported", .left), ("Example", .left), ("Advice", .left),
    ])
    table.rows = pairs.map { pair in
      [
        pair.kind.rawValue, "\(pair.first), \(pair.second)", Self.shares(pair), pair.winner ?? "both",
        Self.example(pair, reveals), pair.recommendation,
      ]
    }
    return "## Rule overlaps\n\n" + table.text + "\n" + summary + "\n"
  }

  private func json(_ reveals: Bool) -> JSONValue {
    let rows = pairs.map { pair in
      JSONValue.object([
        ("kind", .string(pair.kind.rawValue)), ("first", .string(pair.first)), ("second", .string(pair.second)),
        ("first_shared", .integer(pair.firstShared.shared)), ("first_total", .integer(pair.firstShared.total)),
        ("second_shared", .integer(pair.secondShared.shared)), ("second_total", .integer(pair.secondShared.total)),
        ("reported", pair.winner.map(JSONValue.string) ?? .null), ("example", .string(Self.example(pair, reveals))),
        ("synthetic", .boolean(pair.isSynthetic)), ("recommendation", .string(pair.recommendation)),
      ])
    }
    return .object([
      ("rules", .integer(ruleCount)), ("samples", .integer(sampleCount)), ("pairs", .array(rows)),
      ("clusters", .array(clusters.map(JSONValue.strings))), ("by_example", .strings(byExample)),
      ("silent", .strings(silent)),
    ])
  }

  private var summary: String {
    let counts = RuleOverlap.Kind.allCases.map { kind in "\(pairs.count { $0.kind == kind }) \(kind.rawValue)" }
    let (rules, texts) = (Figure.count(ruleCount, "rule"), Figure.count(sampleCount, "text"))
    return "\(rules), \(texts) (examples shown are made from patterns unless masked):"
      + " \(counts.joined(separator: ", ")) pairs; \(Figure.count(byExample.count, "rule")) judged by examples,"
      + " \(silent.count) silent"
  }

  private static func shares(_ pair: RuleOverlap) -> String {
    "\(pair.firstShared.shared) of \(pair.firstShared.total) of the first, \(pair.secondShared.shared) of"
      + " \(pair.secondShared.total) of the second"
  }

  private static let shownLength = 160

  private static func example(_ pair: RuleOverlap, _ reveals: Bool) -> String {
    let text = String(decoding: pair.example.prefix(shownLength), as: UTF8.self)
    guard pair.isSynthetic || reveals else { return ValuePreview.mask(Sensitive(text)) }
    let plain = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? Unicode.Scalar(0xB7) : $0 }
    return String(String.UnicodeScalarView(plain.compactMap(\.self)))
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
public import ArgusReports
import ArgusRules

/// This is everything that matched at one place of a file, and what became of it.
public struct PlaceExplanation: Sendable {
  public let matches: [MatchExplanation]

  /// - Parameters:
  ///   - offset: in bytes of `text`.
  ///   - contentType: decides whether the file is read by its fields.
  public init(
    at offset: Int, of text: [UInt8], contentType: String, filename: String, _ judge: TextJudge, reveals: Bool = false
  ) {
    let rules = judge.generation.rules
    matches = judge.judgements(in: text, contentType: contentType, filename: filename)
      .filter { $0.bodySpan.map { $0.start <= offset && offset < $0.end } ?? false }
      .map { MatchExplanation($0, rules, reveals: reveals) }
  }

  public var text: String {
    matches.isEmpty ? "no rule matches there\n" : matches.map(\.text).joined()
  }

  public var json: JSONValue { .object([("matches", .array(matches.map(\.json)))]) }
}

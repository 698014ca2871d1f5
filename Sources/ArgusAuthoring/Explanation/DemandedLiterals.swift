import ArgusRules

/// This is the fixed texts of which every match of a pattern contains one, as a person would name them: a single long one
/// where there is one, else the alternatives.
struct DemandedLiterals {
  private(set) var literals: [(literal: [UInt8], caseless: Bool)] = []
  private static let shownCount = 6
  private static let telling = 3

  init(_ pattern: RulePattern) {
    let single = RequiredLiteral.longest(in: pattern.source, flags: pattern.flags)
    if let single, single.literal.count >= Self.telling {
      literals = [single]
    } else {
      literals = RequiredLiteral.anyOf(in: pattern.source, flags: pattern.flags) ?? []
    }
  }

  /// Such as `` `gho_`, `ghp_` and 9 more, in any case``.
  var words: String {
    let shown = literals.prefix(Self.shownCount).map { "`\(String(decoding: $0.literal, as: UTF8.self))`" }
    let more = literals.count > Self.shownCount ? " and \(literals.count - Self.shownCount) more" : ""
    return shown.joined(separator: ", ") + more + (literals.contains { $0.caseless } ? ", in any case" : "")
  }
}

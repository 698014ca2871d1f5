import ArgusRules

extension Check {
  /// What the check demands, in words.
  var demand: String {
    switch self {
    case .entropy(let minimum): return "at least \(Figure.fixed(minimum, 2)) bits of entropy per byte"
    case .length(let minimum?, let maximum?):
      return minimum == maximum ? "exactly \(minimum) bytes" : "\(minimum) to \(maximum) bytes"
    case .length(let minimum?, nil): return "at least \(minimum) bytes"
    case .length(nil, let maximum?): return "at most \(maximum) bytes"
    case .length(nil, nil): return "any length"
    case .characters(let digits, let upper, let lower, let special):
      let parts = [(digits, "digits"), (upper, "upper-case"), (lower, "lower-case"), (special, "special characters")]
      return "at least " + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    case .checksum(let kind): return "the checksum or structure `\(kind.rawValue)`"
    case .not(let exclusion):
      var parts =
        exclusion.words.isEmpty
        ? [] : ["none of the words " + exclusion.words.map { "`\($0)`" }.joined(separator: ", ")]
      if exclusion.hashLike { parts.append("no hexadecimal digest") }
      if exclusion.uuid { parts.append("no UUID") }
      if exclusion.placeholder { parts.append("no placeholder") }
      return parts.joined(separator: ", ")
    }
  }
}

import ArgusRules

/// This is everything a scan remarks besides findings; the codes are stable and never used twice.
enum ScanNotice: Int {
  case commentWithoutReason = 1
  case malformedDay
  case unknownRule
  case expiredComment
  case unusedComment
  case staleBaseline
  case largeDocument
  case omittedPlaces
  case decodingLimit

  var code: String {
    let digits = String(rawValue)
    return "AS" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  func diagnostic(path: String, line: Int = 1, column: Int = 1, detail: String = "") -> Diagnostic {
    Diagnostic(
      code: code, severity: .warning, location: SourceLocation(file: path, line: line, column: column),
      message: message(detail), hint: hint)
  }

  private func message(_ detail: String) -> String {
    switch self {
    case .commentWithoutReason: "this comment gives no reason, so it allows nothing"
    case .malformedDay:
      detail.isEmpty
        ? "what follows until= is no day, so the comment allows nothing"
        : "`\(detail)` is no day, so the comment allows nothing"
    case .unknownRule: detail.isEmpty ? "a word in the place of an id is none" : "no rule has the id `\(detail)`"
    case .expiredComment: "this comment ended on \(detail), so it allows nothing"
    case .unusedComment: "this comment allows nothing that was found"
    case .staleBaseline: "the baseline knows \(detail), which is not there any more"
    case .largeDocument: "too large to be read by its fields, so it was read as text"
    case .omittedPlaces: "\(detail) further places are not listed"
    case .decodingLimit: "a part stayed encoded: the limit of \(detail) was met"
    }
  }

  private var hint: String? {
    switch self {
    case .commentWithoutReason: "write why: argus:allow RULE-ID what it is and who said so"
    case .malformedDay: "write until=YYYY-MM-DD"
    case .unknownRule: "argusd rules list shows the ids"
    case .expiredComment: "look again, then set a later day or take the comment away"
    case .unusedComment: "take it away"
    case .staleBaseline: "--update-baseline writes down what is there"
    case .largeDocument: "one document on each line (.jsonl) is read by its fields at any size"
    case .omittedPlaces: nil
    case .decodingLimit: "look at what is encoded there, and in what; a scan undoes as much as the proxy does"
    }
  }
}

/// This is what a comment says about one finding, in words for people.
public struct AllowRemark: Sendable, Hashable {
  public var allows: Bool
  public var words: String
}

extension AllowComments {
  /// What the comments say about a finding of `rule` on `line`: the first that allows it, else the first that would.
  /// - Parameter mask: Covers values that a reason repeats.
  func remark(on rule: String, line: Int, today: CalendarDay, _ mask: ValueMask) -> AllowRemark? {
    let remarks = speaking(of: rule, on: line).map { Self.remark(by: $0, today, mask) }
    return remarks.first(where: \.allows) ?? remarks.first
  }

  private static func remark(by comment: AllowComment, _ today: CalendarDay, _ mask: ValueMask) -> AllowRemark {
    let place = "the comment at line \(comment.line)"
    switch comment.verdict(on: today) {
    case .allows:
      let end = comment.until.map { " until \($0)" } ?? ""
      return AllowRemark(allows: true, words: "allowed by \(place)\(end): \(mask.masked(comment.reason))")
    case .noReason: return AllowRemark(allows: false, words: "\(place) gives no reason, so it allows nothing")
    case .malformedDay: return AllowRemark(allows: false, words: "\(place) has a malformed day, so it allows nothing")
    case .ended(let day): return AllowRemark(allows: false, words: "\(place) ended on \(day)")
    }
  }
}

extension Collection<EngineAssignment> {
  /// How many bytes of a stream may wait for rule `id`; nil where streams do not look for it.
  public func holdBack(ofRule id: String) -> Int? {
    let widths = filter { $0.ruleID == id }.map(\.holdBack)
    return widths.contains(nil) ? nil : widths.compactMap { $0 }.max()
  }

  /// What `rules lint` says of streams: how much they hold back at most, because of which rule, and what they leave out.
  public var streamSummary: String {
    var left: [String] = []
    for assignment in self where assignment.holdBack == nil && left.last != assignment.ruleID {
      left.append(assignment.ruleID)
    }
    let widest = filter { !left.contains($0.ruleID) }.max { ($0.holdBack ?? 0) < ($1.holdBack ?? 0) }
    var text = "streams: no rule holds bytes back"
    if let widest, let width = widest.holdBack {
      text = "streams: at most \(width) bytes are held back (\(widest.ruleID))"
    }
    guard !left.isEmpty else { return text }
    return text + "; without a bounded width, so left out: \(left.joined(separator: ", "))"
  }
}

/// This is the lookup of another rule's match near one match.
struct Companions {
  /// By rule: that rule's matches, in order of field and start.
  private var matches: [Int: [(field: Int, span: Range<Int>)]] = [:]

  /// `hits` are in order of field and start.
  init(_ hits: [Hit], _ tables: [InspectionPlan.RuleTable]) {
    for hit in hits where tables[hit.rule].isCompanion { matches[hit.rule, default: []].append((hit.field, hit.span)) }
  }

  /// Applies every `requires` of the hit's rule. False where a demand is not met; may raise the hit's confidence.
  func admits(_ hit: inout Hit, _ companions: [InspectionPlan.Companion]) -> Bool {
    for companion in companions {
      let isNear = companion.rule.map { near(hit, rule: $0, within: companion.within) } ?? false
      if !isNear {
        if companion.isOptional { continue }
        return false
      }
      if let raised = companion.raisesConfidenceTo { hit.confidence = max(hit.confidence, raised) }
    }
    return true
  }

  private func near(_ hit: Hit, rule: Int, within: Int) -> Bool {
    guard let candidates = matches[rule] else { return false }
    // Matches of one rule do not overlap, so both starts and ends grow and a binary search finds the neighbours.
    var low = 0
    var high = candidates.count
    while low < high {
      let middle = (low + high) / 2
      let candidate = candidates[middle]
      if (candidate.field, candidate.span.upperBound) < (hit.field, hit.span.lowerBound) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    if low > 0, isNear(candidates[low - 1], hit, within) { return true }
    // The first ones at or behind the hit's start; the hit itself is no company of its own.
    for candidate in candidates[low...].prefix(2) where candidate.span != hit.span || rule != hit.rule {
      if isNear(candidate, hit, within) { return true }
    }
    return false
  }

  private func isNear(_ candidate: (field: Int, span: Range<Int>), _ hit: Hit, _ within: Int) -> Bool {
    guard candidate.field == hit.field else { return false }
    let gap = max(
      candidate.span.lowerBound - hit.span.upperBound, hit.span.lowerBound - candidate.span.upperBound, 0)
    return gap <= within
  }
}

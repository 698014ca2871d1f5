/// This is the lookup of another rule's match near one match.
struct Companions {
  /// This is one match that others may ask for.
  private struct Candidate {
    var field: Int
    var start: Int
    /// The furthest end of this and all earlier matches in the field, since matches of several patterns may nest.
    var furthestEnd: Int
  }

  /// By rule: that rule's matches, in order of field and start.
  private var matches: [Int: [Candidate]] = [:]

  /// `hits` are in order of field and start.
  init(_ hits: [Hit], _ tables: [InspectionPlan.RuleTable]) {
    for hit in hits where tables[hit.rule].isCompanion {
      let last = matches[hit.rule]?.last
      let earlier = last.map { $0.field == hit.field ? $0.furthestEnd : 0 } ?? 0
      matches[hit.rule, default: []].append(
        Candidate(
          field: hit.field, start: hit.span.lowerBound, furthestEnd: max(earlier, hit.span.upperBound)))
    }
  }

  /// Applies every `requires` of the hit's rule; may raise the hit's confidence.
  ///
  /// - Returns: the index of the first demand that is not met.
  func unmet(_ hit: inout Hit, _ companions: [InspectionPlan.Companion]) -> Int? {
    for (index, companion) in companions.enumerated() {
      let isNear = companion.rule.map { near(hit, rule: $0, within: companion.within) } ?? false
      if !isNear {
        if companion.isOptional { continue }
        return index
      }
      if let raised = companion.raisesConfidenceTo { hit.confidence = max(hit.confidence, raised) }
    }
    return nil
  }

  private func near(_ hit: Hit, rule: Int, within: Int) -> Bool {
    guard let candidates = matches[rule] else { return false }
    let (reach, isBeyond) = hit.span.upperBound.addingReportingOverflow(max(0, within))
    let lastStart = isBeyond ? Int.max : reach
    // The last match that starts near enough; if any match up to there also ends near enough, it is company.
    var low = 0
    var high = candidates.count
    while low < high {
      let middle = (low + high) / 2
      if (candidates[middle].field, candidates[middle].start) <= (hit.field, lastStart) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0, candidates[low - 1].field == hit.field else { return false }
    return candidates[low - 1].furthestEnd >= hit.span.lowerBound - min(max(0, within), hit.span.lowerBound)
  }
}

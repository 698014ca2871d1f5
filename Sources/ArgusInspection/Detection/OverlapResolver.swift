import ArgusKit
import ArgusRules

/// This is the choice between findings that name the same bytes.
///
/// Of two hits whose values overlap in one field, the better one is that of higher severity, then confidence, then
/// length, then the earlier rule. The other is left out only if the better one covers it whole, has the same category
/// and acts at least as strongly: nothing that would have stopped a request is ever lost to a prettier name. Shadow
/// and live findings do not compete.
struct OverlapResolver {
  let plan: InspectionPlan

  /// For each hit, the one that is reported in its place; nil where it is reported itself. `hits` are in order of field
  /// and value start, `actions` run parallel.
  func rivals(_ hits: [Hit], _ actions: [Action]) -> [Int?] {
    var rivals = [Int?](repeating: nil, count: hits.count)
    var active: [Int] = []
    for index in hits.indices {
      let hit = hits[index]
      active.removeAll { hits[$0].field != hit.field || hits[$0].value.upperBound <= hit.value.lowerBound }
      for other in active where isRival(hits[other], hit) {
        let otherIsBetter = isBetter(hits[other], than: hit)
        let (winner, loser) = otherIsBetter ? (other, index) : (index, other)
        if covers(hits[winner].value, hits[loser].value), actions[winner] >= actions[loser] {
          rivals[loser] = rivals[loser] ?? winner
        }
      }
      active.append(index)
    }
    return rivals
  }

  private func isRival(_ a: Hit, _ b: Hit) -> Bool {
    let first = plan.rules[a.rule]
    let second = plan.rules[b.rule]
    return first.category == second.category && (first.mode == .shadow) == (second.mode == .shadow)
  }

  private func isBetter(_ a: Hit, than b: Hit) -> Bool {
    let severities = (plan.rules[a.rule].severity, plan.rules[b.rule].severity)
    if severities.0 != severities.1 { return severities.0 > severities.1 }
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.value.count != b.value.count { return a.value.count > b.value.count }
    return a.rule < b.rule
  }

  private func covers(_ outer: Range<Int>, _ inner: Range<Int>) -> Bool {
    outer.lowerBound <= inner.lowerBound && inner.upperBound <= outer.upperBound
  }
}

import ArgusKit
import ArgusRules

/// This is the choice between findings that name the same bytes.
///
/// Of two hits whose values overlap in one field of the body, whether they stand there as they are or encoded, the better one is that of higher severity, then confidence, then
/// length, then the earlier rule. The other is left out only if the better one covers it whole, has the same category
/// and acts at least as strongly: nothing that would have stopped a request is ever lost to a prettier name. Shadow
/// and live findings do not compete.
struct OverlapResolver {
  let plan: InspectionPlan

  /// For each hit, the one that is reported in its place; nil where it is reported itself. `hits` are in order of root
  /// and value start, `actions` run parallel.
  func rivals(_ hits: [Hit], _ actions: [Action]) -> [Int?] {
    var rivals = [Int?](repeating: nil, count: hits.count)
    var active: [Int] = []
    for index in hits.indices {
      let hit = hits[index]
      active.removeAll { hits[$0].root != hit.root || hits[$0].rootValue.upperBound <= hit.rootValue.lowerBound }
      for other in active where isRival(hits[other], hit) {
        let otherIsBetter = isBetter(hits[other], than: hit)
        let (winner, loser) = otherIsBetter ? (other, index) : (index, other)
        if covers(hits[winner], hits[loser]), actions[winner] >= actions[loser] {
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
    if a.rootValue.count != b.rootValue.count { return a.rootValue.count > b.rootValue.count }
    return a.rule < b.rule
  }

  /// Within one text its own bytes count: what was compressed has the same ones in the body for all that it holds.
  private func covers(_ outer: Hit, _ inner: Hit) -> Bool {
    let (outer, inner) =
      outer.field == inner.field ? (outer.value, inner.value) : (outer.rootValue, inner.rootValue)
    return outer.lowerBound <= inner.lowerBound && inner.upperBound <= outer.upperBound
  }
}

import ArgusKit
import ArgusMatcher

/// This is the way back from hits in decoded layers to the fields of the body.
///
/// A hit that says nothing new is dropped: one that the layer only repeats from its parent, one whose value is not
/// wholly what the step brought to light, and one that the same rule has on the same bytes without the step. What was
/// compressed has no bytes of its own in the body: there, values that differ are told each.
enum LayerRoots {
  /// Values of one rule that are told for the same bytes: what is compressed may hold any number.
  private static let valuesPerSighting = 1_000

  /// Equal for two hits of one rule on the same bytes of the body.
  private struct Sighting: Hashable {
    var rule: Int
    var root: Int
    var value: Range<Int>
  }

  /// Leaves `hits` in order of root and start.
  static func trace(_ hits: inout [Hit], _ scratch: borrowing InspectionScratch) {
    var traced: [Hit] = []
    traced.reserveCapacity(hits.count)
    for hit in hits {
      if let rooted = rooted(hit, scratch) { traced.append(rooted) }
    }
    // Fields come before their layers, so of equal sightings the one with fewest steps is first.
    var seen: [Sighting: Seen] = [:]
    hits.removeAll(keepingCapacity: true)
    for hit in traced {
      let sighting = Sighting(rule: hit.rule, root: hit.root, value: hit.rootValue)
      if seen[sighting, default: Seen(field: hit.field)].admit(hit, scratch) { hits.append(hit) }
    }
    hits.sort {
      ($0.root, $0.rootSpan.lowerBound, $0.rule, $0.field, $0.value.lowerBound)
        < ($1.root, $1.rootSpan.lowerBound, $1.rule, $1.field, $1.value.lowerBound)
    }
  }

  /// This is what was met of one sighting.
  private struct Seen {
    /// Where it was met first; another reading of the same bytes says nothing new.
    let field: Int
    private var values: Set<Sensitive<[UInt8]>> = []

    init(field: Int) { self.field = field }

    mutating func admit(_ hit: Hit, _ scratch: borrowing InspectionScratch) -> Bool {
      guard hit.field == field, values.count < LayerRoots.valuesPerSighting else { return false }
      let text = scratch.arena.fields[field].lowerBound
      let value = scratch.arena.bytes[(text + hit.value.lowerBound)..<(text + hit.value.upperBound)]
      return values.insert(Sensitive(Array(value))).inserted
    }
  }

  private static func rooted(_ hit: Hit, _ scratch: borrowing InspectionScratch) -> Hit? {
    guard let own = scratch.layer(of: hit.field) else { return hit }
    guard isNew(hit, own, scratch) else { return nil }
    var hit = hit
    while let layer = scratch.layer(of: hit.root) {
      // What was decoded from a joined text but stands on one side of the break is found there, too.
      if layer.chain.last == .joined, !scratch.spansGap(hit.rootSpan, in: layer) { return nil }
      hit.chain = hit.chain.prefixed(by: chain(of: layer, hit.rootValue, scratch))
      hit.rootSpan = scratch.source(of: hit.rootSpan, in: layer)
      hit.rootValue = scratch.source(of: hit.rootValue, in: layer)
      hit.root = layer.parent
    }
    return hit.rootValue.isEmpty ? nil : hit
  }

  private static func isNew(_ hit: Hit, _ layer: DecodedLayer, _ scratch: borrowing InspectionScratch) -> Bool {
    switch layer.chain.last {
    case .base64, .base64url, .hex, .gzip: scratch.isDecoded(from: hit.value.lowerBound, in: layer)
    default: scratch.touchesCode(hit.span, in: layer)
    }
  }

  /// The layer's steps; the one of an escape by how it is written at the value.
  private static func chain(
    of layer: DecodedLayer, _ value: Range<Int>, _ scratch: borrowing InspectionScratch
  ) -> DecodingChain {
    guard layer.chain.last == .jsonString else { return layer.chain }
    let text = scratch.arena.bytes.span.extracting(scratch.arena.fields[layer.parent])
    var steps = Set<DecodingStep>()
    let first = scratch.segment(at: max(0, value.lowerBound - 1), in: layer)
    let last = scratch.segment(at: value.upperBound, in: layer)
    for index in first...last where !scratch.segments[index].isVerbatim {
      steps.insert(EscapeView.step(at: Int(scratch.segments[index].source), text))
    }
    return DecodingChain(steps.count == 1 ? steps.first ?? .jsonString : .jsonString)
  }
}

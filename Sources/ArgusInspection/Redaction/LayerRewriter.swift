import ArgusKit
import ArgusMatcher

/// This is where a value stands in a decoded layer.
struct LayerPlace: Sendable, Hashable {
  var field: Int
  var value: Range<Int>
}

/// This is the way of a redaction from the layer where the value was found to the bytes of the body: step by step, the
/// smallest whole units of each encoding are written anew, so that everything beside them stays as it was.
enum LayerRewriter {
  /// This is one run of a text and what takes its place.
  private struct Piece {
    var range: Range<Int>
    var bytes: [UInt8]
    var type: String
  }

  /// Gives each cut of a decoded value its replacement. Where a step cannot be written again, nothing leaves: then
  /// the result blocks.
  static func lift(
    _ result: inout InspectionPass.Result, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) {
    guard result.cuts.contains(where: { $0.place != nil }) else { return }
    var pending: [Int: [Piece]] = [:]
    var cuts: [BodyRewriter.Cut] = []
    for cut in result.cuts {
      guard let place = cut.place else {
        cuts.append(cut)
        continue
      }
      pending[place.field, default: []].append(
        Piece(range: place.value, bytes: Placeholder.text(for: cut.type), type: cut.type))
    }
    // A layer comes after its parent, so going down the fields every piece meets all of its level.
    for field in stride(from: scratch.records.count - 1, through: 0, by: -1) {
      guard let pieces = pending.removeValue(forKey: field) else { continue }
      guard let layer = scratch.layer(of: field) else {
        cuts += rooted(merged(pieces), field, scratch, body)
        continue
      }
      for group in groups(merged(pieces), field, layer, scratch) {
        guard let lifted = lifted(group, field, layer, scratch) else { return block(&result, group) }
        pending[layer.parent, default: []].append(lifted)
      }
    }
    result.cuts = cuts
  }

  private static func block(_ result: inout InspectionPass.Result, _ group: [Piece]) {
    guard result.outcome.decision.action == .redact else { return }
    let type = group.first?.type ?? ""
    let index = result.outcome.decision.findings.firstIndex { $0.type == type && $0.action == .redact }
    let place = index.map { result.outcome.decision.findings[$0].location } ?? ""
    if let index { result.outcome.decision.findings[index].action = .block }
    result.outcome.decision.action = .block
    result.outcome.decision.reason = "\(type) (\(place)), which cannot be redacted there"
    result.outcome.verdict = .block
  }

  /// Pieces that overlap become one, with what the longest of them puts there if that stands for all of it.
  private static func merged(_ pieces: [Piece]) -> [Piece] {
    var merged: [Piece] = []
    for piece in pieces.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard let last = merged.last, piece.range.lowerBound < last.range.upperBound else {
        merged.append(piece)
        continue
      }
      let union = last.range.lowerBound..<max(last.range.upperBound, piece.range.upperBound)
      var longer = piece.range.count > last.range.count ? piece : last
      if longer.range != union { longer.bytes = Placeholder.text(for: longer.type) }
      longer.range = union
      merged[merged.count - 1] = longer
    }
    return merged
  }

  /// Pieces that share a unit have to be written together.
  private static func groups(
    _ pieces: [Piece], _ field: Int, _ layer: DecodedLayer, _ scratch: borrowing InspectionScratch
  ) -> [[Piece]] {
    let count = scratch.arena.fields[field].count
    var groups: [[Piece]] = []
    var end = -1
    for piece in pieces {
      let units = scratch.wholeUnits(of: piece.range, in: layer, count: count)
      if units.lowerBound < end { groups[groups.count - 1].append(piece) } else { groups.append([piece]) }
      end = units.upperBound
    }
    return groups
  }

  /// The same pieces in the parent's text; nil where the step cannot be undone in place.
  private static func lifted(
    _ group: [Piece], _ field: Int, _ layer: DecodedLayer, _ scratch: borrowing InspectionScratch
  ) -> Piece? {
    guard let first = group.first, let last = group.last else { return nil }
    let text = scratch.arena.fields[field]
    let range = first.range.lowerBound..<last.range.upperBound
    let units = scratch.wholeUnits(of: range, in: layer, count: text.count)
    let source = scratch.source(of: units, in: layer)
    let parent = scratch.arena.fields[layer.parent]
    var encoder = LayerEncoder(
      layer.chain,
      original: Array(
        scratch.arena.bytes[parent][(parent.lowerBound + source.lowerBound)..<(parent.lowerBound + source.upperBound)]))
    var position = units.lowerBound
    for piece in group {
      encoder.keep(scratch.arena.bytes[(text.lowerBound + position)..<(text.lowerBound + piece.range.lowerBound)])
      encoder.replace(piece.bytes)
      position = piece.range.upperBound
    }
    encoder.keep(scratch.arena.bytes[(text.lowerBound + position)..<(text.lowerBound + units.upperBound)])
    let isEnd = units.upperBound == text.count
    guard let bytes = encoder.encoded(isEnd: isEnd) else { return nil }
    let longest = group.max { $0.range.count < $1.range.count } ?? first
    return Piece(range: source, bytes: bytes, type: longest.type)
  }

  /// The pieces as cuts of the body.
  private static func rooted(
    _ pieces: [Piece], _ field: Int, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> [BodyRewriter.Cut] {
    let record = scratch.records[field]
    var map = OffsetMap(record)
    return pieces.map { piece in
      let range = map.sourceSpan(of: piece.range, in: body)
      return BodyRewriter.Cut(
        start: range.lowerBound, end: range.upperBound, type: piece.type, isNumber: false,
        replacement: record.coding.encoded(piece.bytes))
    }
  }
}

extension FieldCoding {
  /// `text` as it is written in this coding.
  func encoded(_ text: [UInt8]) -> [UInt8] {
    switch self {
    case .verbatim: text
    case .jsonEscapes: LayerEncoder.jsonEscaped(text)
    case .percent: LayerEncoder.percentEscaped(text)
    }
  }
}

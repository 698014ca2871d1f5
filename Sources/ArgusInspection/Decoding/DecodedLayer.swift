/// This is where one field that a decoding step made comes from; it stands at the field's index less
/// ``InspectionScratch/baseCount``.
struct DecodedLayer: Sendable {
  /// The field whose text holds the encoding; always an earlier one.
  var parent: Int
  var chain: DecodingChain
  /// Indexes into ``InspectionScratch/segments``; never empty.
  var segments: Range<Int>
  /// 1 for what was decoded from a field of the body.
  var depth: Int
}

/// This is one stretch of a layer's text in which equal units follow each other without a gap: each unit of
/// ``sourceStride`` bytes of the parent's text stands for ``textStride`` bytes of the layer's.
struct LayerSegment: Sendable {
  /// Where it begins in the layer's text.
  var text: UInt32
  /// Where it begins in the parent's text.
  var source: UInt32
  var sourceStride: UInt32
  var textStride: UInt32

  /// True where the text stands in the parent as it is.
  var isVerbatim: Bool { sourceStride == 1 && textStride == 1 }
}

extension InspectionScratch {
  /// The origin of `field`; nil for a field of the body itself.
  func layer(of field: Int) -> DecodedLayer? { field >= baseCount ? layers[field - baseCount] : nil }

  /// The smallest run of whole units of the parent's text that holds `range` of the layer's text.
  func source(of range: Range<Int>, in layer: DecodedLayer) -> Range<Int> {
    let first = segments[segment(at: range.lowerBound, in: layer)]
    let start = Int(first.source) + unit(at: range.lowerBound, first) * Int(first.sourceStride)
    guard !range.isEmpty else { return start..<start }
    let last = segments[segment(at: range.upperBound - 1, in: layer)]
    let end = Int(last.source) + (unit(at: range.upperBound - 1, last) + 1) * Int(last.sourceStride)
    return start..<max(start, end)
  }

  /// `range` of the layer's text, widened to whole units.
  func wholeUnits(of range: Range<Int>, in layer: DecodedLayer, count: Int) -> Range<Int> {
    guard !range.isEmpty else { return range }
    let first = segments[segment(at: range.lowerBound, in: layer)]
    let last = segments[segment(at: range.upperBound - 1, in: layer)]
    let start = Int(first.text) + unit(at: range.lowerBound, first) * Int(first.textStride)
    let end = Int(last.text) + (unit(at: range.upperBound - 1, last) + 1) * Int(last.textStride)
    return start..<min(max(range.upperBound, end), count)
  }

  /// The index of the segment that holds `offset` of the layer's text.
  func segment(at offset: Int, in layer: DecodedLayer) -> Int {
    var low = layer.segments.lowerBound
    var high = layer.segments.upperBound
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(segments[middle].text) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func unit(at offset: Int, _ segment: LayerSegment) -> Int {
    max(0, offset - Int(segment.text)) / max(1, Int(segment.textStride))
  }
}

extension InspectionScratch {
  /// True where `range` of a layer's text holds something that was decoded or left out, or stands directly beside it:
  /// everything else the parent shows just so.
  func touchesCode(_ range: Range<Int>, in layer: DecodedLayer) -> Bool {
    let first = segment(at: max(0, range.lowerBound - 1), in: layer)
    let last = segment(at: range.upperBound, in: layer)
    return first != last || !segments[first].isVerbatim
  }

  /// True where `range` of a layer's text goes over something that was left out.
  func spansGap(_ range: Range<Int>, in layer: DecodedLayer) -> Bool {
    guard !range.isEmpty else { return false }
    let first = segment(at: range.lowerBound, in: layer)
    let last = segment(at: range.upperBound - 1, in: layer)
    return first != last
  }

  /// True where all of `range` was decoded; what was laid before an encoding for its name is not.
  func isDecoded(from offset: Int, in layer: DecodedLayer) -> Bool {
    !segments[segment(at: offset, in: layer)].isVerbatim && segments[segment(at: offset, in: layer)].sourceStride > 0
  }
}

import ArgusMatcher

/// This is the replacement of matched values in the original bytes; every other byte stays as it was.
enum BodyRewriter {
  /// This is one run of bytes that gives way to a placeholder.
  struct Cut {
    var start: Int
    var end: Int
    var type: String
    /// The whole of a JSON number: its placeholder needs quotes of its own.
    var isNumber: Bool
    /// Where the value stands decoded, for a value that the bytes hold in an encoding.
    var place: LayerPlace?
    /// What stands there instead, in that encoding; nil for the bare placeholder.
    var replacement: [UInt8]?

    var length: Int { end - start }
  }

  /// Merges overlapping cuts; the merged run carries the type of the longest of them, and its replacement where that
  /// stands for all of the run.
  static func merged(_ cuts: [Cut]) -> [Cut] {
    var merged: [Cut] = []
    var longest = 0
    for cut in cuts.sorted(by: { ($0.start, $1.end, $0.type) < ($1.start, $0.end, $1.type) }) where cut.start < cut.end
    {
      guard let last = merged.last, cut.start < last.end else {
        merged.append(cut)
        longest = cut.length
        continue
      }
      let index = merged.count - 1
      if cut.length > longest {
        merged[index].type = cut.type
        merged[index].replacement = cut.replacement
        longest = cut.length
      } else if cut.length == longest, cut.replacement == nil {
        merged[index].replacement = nil
      }
      merged[index].end = max(last.end, cut.end)
      merged[index].isNumber = last.isNumber || cut.isNumber
      if merged[index].length > longest { merged[index].replacement = nil }
    }
    return merged
  }

  static func rewrite(_ body: Span<UInt8>, _ cuts: [Cut]) -> [UInt8] {
    // The arena is the one buffer that takes a span in one copy; as a field that is never ended it holds nothing else.
    var output = FieldArena()
    var position = 0
    for cut in merged(cuts) {
      output.append(body.extracting(position..<cut.start).bytes)
      if cut.isNumber { output.append(UInt8(ascii: "\"")) }
      let replacement = cut.replacement ?? Placeholder.text(for: cut.type)
      output.append(replacement.span.bytes)
      if cut.isNumber { output.append(UInt8(ascii: "\"")) }
      position = cut.end
    }
    output.append(body.extracting(position..<body.count).bytes)
    return output.bytes
  }
}

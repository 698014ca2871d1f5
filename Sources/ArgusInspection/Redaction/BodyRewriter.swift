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
  }

  /// Merges overlapping cuts; the merged run carries the type of the longest of them.
  static func merged(_ cuts: [Cut]) -> [Cut] {
    var merged: [Cut] = []
    var longest = 0
    for cut in cuts.sorted(by: { ($0.start, $1.end, $0.type) < ($1.start, $0.end, $1.type) }) where cut.start < cut.end
    {
      guard let last = merged.last, cut.start < last.end else {
        merged.append(cut)
        longest = cut.end - cut.start
        continue
      }
      let index = merged.count - 1
      if cut.end - cut.start > longest {
        merged[index].type = cut.type
        longest = cut.end - cut.start
      }
      merged[index].end = max(last.end, cut.end)
      merged[index].isNumber = last.isNumber || cut.isNumber
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
      output.append(Placeholder.text(for: cut.type).span.bytes)
      if cut.isNumber { output.append(UInt8(ascii: "\"")) }
      position = cut.end
    }
    output.append(body.extracting(position..<body.count).bytes)
    return output.bytes
  }
}

import ArgusMatcher

/// This is a JSON body as one more text, with its long strings left out: what a rule that reads
/// `"secret_key": "…"` expects to see, and what no single string of the body shows.
///
/// A match in the outline is a match in the string that holds its value; ``rebase(_:_:_:)`` puts it there, so that
/// paths, overlaps and redaction know only strings, keys and numbers. A value that crosses a string's border belongs
/// to no field and is no finding. The cost is bounded by the bytes outside long strings: in requests to language
/// models a few per cent.
enum JSONOutline {
  /// Longer strings are their own context: numbers of 4,096-bit keys fit, in small bodies whole PEM blocks.
  private static func longestString(_ bodyCount: Int) -> Int { bodyCount <= 8 << 10 ? 4_096 : 1_024 }

  private static func isElided(_ record: FieldRecord, _ longest: Int) -> Bool {
    (record.kind == .jsonString || record.kind == .jsonKey) && record.range.count > longest
  }

  /// Lays the outline into the arena, behind the fields of the body.
  static func append(_ body: Span<UInt8>, from start: Int, into scratch: inout InspectionScratch) {
    let longest = longestString(body.count)
    scratch.arena.beginField()
    var position = start
    for record in scratch.records where isElided(record, longest) {
      scratch.arena.append(body.extracting(position..<Int(record.start)).bytes)
      position = Int(record.end)
    }
    scratch.arena.append(body.extracting(position..<body.count).bytes)
    scratch.arena.endField()
    scratch.outline = scratch.records.count
    scratch.records.append(FieldRecord(start..<body.count, kind: .jsonOutline, coding: .verbatim))
  }

  /// Moves the hits of the outline to the fields that hold their values; what a field reports itself is not told
  /// twice. The order is that of fields and starts.
  static func rebase(_ hits: inout [Hit], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>) {
    guard let outline = scratch.outline, hits.contains(where: { $0.field == outline }) else { return }
    var kept = hits.filter { $0.field != outline }
    var seen = Set(kept.map(Sighting.init))
    let shifts = shifts(scratch, longestString(body.count))
    for hit in hits where hit.field == outline {
      guard let moved = rebased(hit, shifts, scratch, body) else { continue }
      if seen.insert(Sighting(moved)).inserted { kept.append(moved) }
    }
    hits = kept.sorted { ($0.field, $0.span.lowerBound, $0.rule) < ($1.field, $1.span.lowerBound, $1.rule) }
  }

  /// Equal for two hits of one rule on one value, whatever stood around it.
  private struct Sighting: Hashable {
    var rule: Int
    var field: Int
    var value: Range<Int>

    init(_ hit: Hit) {
      rule = hit.rule
      field = hit.field
      value = hit.value
    }
  }

  private static func rebased(
    _ hit: Hit, _ shifts: [Shift], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> Hit? {
    let shift = shift(at: hit.value.lowerBound, shifts)
    let value = (hit.value.lowerBound + shift)..<(hit.value.upperBound + shift)
    guard let field = leaf(holding: value, scratch) else { return nil }
    let record = scratch.records[field]
    let start = textOffset(of: value.lowerBound, record, body)
    let text = start..<max(start, textOffset(of: value.upperBound, record, body))
    guard text.upperBound <= scratch.arena.fields[field].count else { return nil }
    return Hit(rule: hit.rule, field: field, span: text, value: text, confidence: hit.confidence)
  }

  /// The place in a field's text of a raw byte of the body.
  private static func textOffset(of raw: Int, _ record: FieldRecord, _ body: Span<UInt8>) -> Int {
    var source = Int(record.start)
    guard record.coding != .verbatim else { return raw - source }
    let coded = body.extracting(0..<Int(record.end))
    var text = 0
    while source < raw {
      let stop = record.coding.nextUnit(in: coded, from: source)
      if raw <= stop { return text + raw - source }
      text += stop - source
      guard stop < coded.count else { break }
      let unit = record.coding.unit(in: coded, at: stop)
      source = stop + unit.consumed
      text += unit.count
    }
    return text
  }

  /// From this place of the outline on, the body's bytes stand so many further back.
  private struct Shift {
    var outline: Int
    var bytes: Int
  }

  private static func shifts(_ scratch: borrowing InspectionScratch, _ longest: Int) -> [Shift] {
    let start = scratch.outline.map { Int(scratch.records[$0].start) } ?? 0
    var shifts = [Shift(outline: 0, bytes: start)]
    var bytes = start
    for record in scratch.records where isElided(record, longest) {
      let place = Int(record.start) - bytes
      bytes += record.range.count
      shifts.append(Shift(outline: place, bytes: bytes))
    }
    return shifts
  }

  private static func shift(at offset: Int, _ shifts: [Shift]) -> Int {
    var lower = 0
    var upper = shifts.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if shifts[middle].outline <= offset { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 ? shifts[lower - 1].bytes : 0
  }

  private static func leaf(holding value: Range<Int>, _ scratch: borrowing InspectionScratch) -> Int? {
    var lower = 0
    var upper = scratch.baseCount
    // Records of one body stand in the order of the body; those outside it and the outline come after.
    while lower < upper {
      let middle = (lower + upper) / 2
      if scratch.records[middle].kind.isJSON, Int(scratch.records[middle].start) <= value.lowerBound {
        lower = middle + 1
      } else {
        upper = middle
      }
    }
    guard lower > 0 else { return nil }
    let record = scratch.records[lower - 1]
    return record.kind.isJSON && Int(record.end) >= value.upperBound ? lower - 1 : nil
  }
}

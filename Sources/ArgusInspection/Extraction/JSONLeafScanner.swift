import ArgusMatcher

/// This is the one pass over a JSON body that lays every string, every object key and every long number into the
/// arena.
///
/// Paths are not built here: ``PathResolver`` walks the body again for the few fields that need one.
struct JSONLeafScanner {
  /// Numbers from this many digits on may be card or account numbers.
  static let minimumDigits = 12
  /// A longer model name is no model name.
  private static let maximumModelBytes = 128

  /// True when the body is not the JSON it looks like; its fields so far are in the arena nevertheless.
  private(set) var isMalformed = false
  /// The raw top-level `model` string.
  private(set) var model: Range<Int>?

  mutating func scan(_ body: Span<UInt8>, from start: Int, into scratch: inout InspectionScratch) {
    var tokenizer = JSONTokenizer(position: start)
    var isModelNext = false
    while true {
      switch tokenizer.next(body) {
      case .key:
        let content = readString(body, &tokenizer, kind: .jsonKey, into: &scratch)
        isModelNext = tokenizer.depth == 1 && model == nil && Self.isModelKey(body, content)
      case .string:
        let content = readString(body, &tokenizer, kind: .jsonString, into: &scratch)
        if isModelNext, content.count <= Self.maximumModelBytes { model = content }
        isModelNext = false
      case .number(let range):
        isModelNext = false
        guard range.count >= Self.minimumDigits, Self.hasDigits(body, range) else { continue }
        scratch.appendField(body.extracting(range), FieldRecord(range, kind: .jsonNumber, coding: .verbatim))
      case .beginObject, .beginArray, .word: isModelNext = false
      case .endContainer, .comma: continue
      case .finished:
        isMalformed = tokenizer.isMalformed
        return
      }
    }
  }

  /// Appends the string at the tokenizer's position and moves behind it; empty strings are no fields.
  private func readString(
    _ body: Span<UInt8>, _ tokenizer: inout JSONTokenizer, kind: FieldRecord.Kind, into scratch: inout InspectionScratch
  ) -> Range<Int> {
    let start = tokenizer.position
    var index = start
    var coding = FieldCoding.verbatim
    scratch.arena.beginField()
    while true {
      let stop = ByteSearch.stringDelimiter(in: body, from: index)
      if stop > index { scratch.arena.append(body.extracting(index..<stop).bytes) }
      guard stop < body.count else {
        tokenizer.endUnclosedString(body)
        return finish(start..<stop, kind, coding, &scratch)
      }
      if body[stop] == UInt8(ascii: "\"") {
        tokenizer.position = stop + 1
        return finish(start..<stop, kind, coding, &scratch)
      }
      coding = .jsonEscapes
      let unit = CodedUnit.jsonEscape(in: body, at: stop)
      scratch.arena.append(unit)
      index = stop + unit.consumed
    }
  }

  private func finish(
    _ range: Range<Int>, _ kind: FieldRecord.Kind, _ coding: FieldCoding, _ scratch: inout InspectionScratch
  ) -> Range<Int> {
    if !range.isEmpty {
      scratch.arena.endField()
      scratch.records.append(FieldRecord(range, kind: kind, coding: coding))
    }
    return range
  }

  private static func isModelKey(_ body: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == modelKey.count else { return false }
    for offset in modelKey.indices where body[range.lowerBound + offset] != modelKey[offset] { return false }
    return true
  }

  private static func hasDigits(_ body: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var digits = 0
    for index in range where body[index] >= UInt8(ascii: "0") && body[index] <= UInt8(ascii: "9") {
      digits += 1
      if digits == minimumDigits { return true }
    }
    return false
  }

  private static let modelKey = Array("model".utf8)
}

extension FieldArena {
  /// Appends the text of one escape to the open field.
  @inline(__always)
  mutating func append(_ unit: CodedUnit) {
    var bytes = unit.bytes
    for _ in 0..<unit.count {
      append(UInt8(truncatingIfNeeded: bytes))
      bytes >>= 8
    }
  }
}

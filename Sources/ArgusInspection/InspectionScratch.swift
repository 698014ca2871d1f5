import ArgusMatcher

/// This is the memory of one inspection, reused by the next.
struct InspectionScratch: Sendable {
  var arena = FieldArena()
  /// One for each field of ``arena``.
  var records: [FieldRecord] = []
  /// Names of the fields that have no JSON path.
  var labels: [FieldLabel] = []
  /// The query and header bytes that the fields outside the body point into.
  var outside: [UInt8] = []
  /// How many of the fields are those of the body; the others are ``layers``.
  var baseCount: Int { records.count - layers.count }
  /// The field that is the body's JSON outline; nil where there is none.
  var outline: Int?
  /// One for each field from ``baseCount`` on.
  private(set) var layers: [DecodedLayer] = []
  private(set) var segments: [LayerSegment] = []
  /// What decoding works with.
  var survey = FieldSurvey()
  var builder = LayerBuilder()

  /// Adds one field that is written byte for byte in its source; an empty one is no field.
  mutating func appendField(_ bytes: Span<UInt8>, _ record: FieldRecord) {
    guard !bytes.isEmpty else { return }
    arena.beginField()
    arena.append(bytes.bytes)
    arena.endField()
    records.append(record)
  }

  /// Adds the field that `record` describes, decoding it from `source`; an empty one is no field.
  mutating func appendDecodedField(_ source: Span<UInt8>, _ record: FieldRecord) {
    let range = record.range
    guard !range.isEmpty else { return }
    let coded = source.extracting(0..<range.upperBound)
    arena.beginField()
    var index = range.lowerBound
    while index < range.upperBound {
      let stop = record.coding.nextUnit(in: coded, from: index)
      if stop > index { arena.append(coded.extracting(index..<stop).bytes) }
      guard stop < range.upperBound else { break }
      let unit = record.coding.unit(in: coded, at: stop)
      arena.append(unit)
      index = stop + unit.consumed
    }
    arena.endField()
    records.append(record)
  }

  /// Adds a field that was decoded from `parent`.
  mutating func appendLayer(_ builder: borrowing LayerBuilder, of parent: Int, _ chain: DecodingChain, depth: Int) {
    arena.beginField()
    arena.append(builder.text.span.bytes)
    arena.endField()
    let start = segments.count
    segments.append(contentsOf: builder.segments)
    layers.append(DecodedLayer(parent: parent, chain: chain, segments: start..<segments.count, depth: depth))
    records.append(FieldRecord(0..<0, kind: .decoded, coding: .verbatim))
  }

  /// The arena bytes of the object key whose value `field` is; empty where it is no member's value.
  ///
  /// Between a key and its value stand a quote, a colon and blanks, so a key directly before a value that is no key
  /// itself is that value's, unless a container begins between them.
  func key(of field: Int, in body: Span<UInt8>) -> Range<Int> {
    guard field > 0, field < baseCount, records[field].kind.isJSON, records[field - 1].kind == .jsonKey else {
      return 0..<0
    }
    let key = records[field - 1]
    let value = records[field]
    guard value.start > key.end else { return 0..<0 }
    for index in Int(key.end)..<Int(value.start) {
      switch body[index] {
      case UInt8(ascii: "\""), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09: continue
      default: return 0..<0
      }
    }
    return arena.fields[field - 1]
  }

  /// Empties every field whose text is that of the same field of `earlier`, unless it is the key of a changed one.
  /// Equal texts have equal matches, so nothing in them can have become a finding; the fields keep their indexes.
  ///
  /// Leaves everything where the fields do not correspond.
  mutating func keepChanges(since earlier: borrowing InspectionScratch) {
    guard records.count == earlier.baseCount else { return }
    var isChanged = [Bool](repeating: false, count: records.count)
    for index in records.indices {
      guard records[index].kind.isJSON == earlier.records[index].kind.isJSON else { return }
      isChanged[index] =
        arena.bytes[arena.fields[index]] != earlier.arena.bytes[earlier.arena.fields[index]]
    }
    var kept = FieldArena()
    for index in records.indices {
      let isKey = records[index].kind == .jsonKey && index + 1 < isChanged.count && isChanged[index + 1]
      kept.beginField()
      if isChanged[index] || isKey { kept.append(arena.bytes.span.extracting(arena.fields[index]).bytes) }
      kept.endField()
    }
    arena = kept
  }

  mutating func addLabel(_ label: FieldLabel) -> Int32 {
    labels.append(label)
    return Int32(truncatingIfNeeded: labels.count - 1)
  }

  /// Drops the content, and memory beyond what an ordinary request needs.
  mutating func reset() {
    arena.reset(keepingCapacity: Self.keptArenaBytes)
    records.removeAll(keepingCapacity: records.capacity <= Self.keptRecords)
    labels.removeAll(keepingCapacity: labels.capacity <= Self.keptLabels)
    outside.removeAll(keepingCapacity: outside.capacity <= Self.keptOutsideBytes)
    layers.removeAll(keepingCapacity: layers.capacity <= Self.keptRecords)
    segments.removeAll(keepingCapacity: segments.capacity <= Self.keptRecords)
    survey.trim()
    builder.removeAll()
    outline = nil
  }

  private static let keptArenaBytes = 4 << 20
  private static let keptRecords = 64 << 10
  private static let keptLabels = 1 << 10
  private static let keptOutsideBytes = 64 << 10
}

/// This is the idle scratch of one inspector.
final class InspectionScratchPool: Sendable {
  private let idle = IdlePool<InspectionScratch>(capacity: 8)

  func take() -> InspectionScratch { idle.take() ?? InspectionScratch() }

  func give(back scratch: consuming InspectionScratch) {
    scratch.reset()
    idle.giveBack(scratch)
  }
}

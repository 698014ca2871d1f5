internal import ArgusRules

/// This is the search for the patterns that have no literal but a run of bytes of one class, such as the capitals and
/// digits of an account number.
///
/// An automaton follows such patterns on every byte. A run of 15 bytes and more fills one of the eight-byte words of a
/// text whole, and whether a word is filled is told by a few comparisons of sixteen bytes at once.
struct RunTable: Sendable {
  /// This is one class, and the patterns whose matches all contain a run of it.
  struct Entry: Sendable {
    /// At most ``maximumRanges``.
    var ranges: [ClosedRange<UInt8>]
    /// The shortest run that any of the patterns demands.
    var length: Int
    var patterns: [Int]
  }

  /// Each entry is a look at all bytes; patterns of further classes go to the automaton.
  static let maximumEntries = 4
  private static let maximumRanges = 3

  private(set) var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// The run that `pattern` is to be searched by; nil where the automaton is the better way.
  static func run(of pattern: RulePattern) -> RequiredRun? {
    let literals = RequiredLiteral.anyOf(in: pattern.source, flags: pattern.flags) ?? []
    // A literal of three bytes costs the automaton next to nothing.
    if let shortest = literals.map(\.literal.count).min(), shortest >= AutomatonAttempt.shortestLiteral { return nil }
    guard let run = RequiredRun.rarest(in: pattern.source, flags: pattern.flags), run.isUseful,
      run.ranges.count <= maximumRanges
    else { return nil }
    return run
  }

  /// Adds a pattern; false where there is no room for its class.
  mutating func add(_ pattern: Int, _ run: RequiredRun) -> Bool {
    if let index = entries.firstIndex(where: { $0.ranges == run.ranges }) {
      entries[index].length = min(entries[index].length, run.length)
      entries[index].patterns.append(pattern)
      return true
    }
    guard entries.count < Self.maximumEntries else { return false }
    entries.append(Entry(ranges: run.ranges, length: run.length, patterns: [pattern]))
    return true
  }

  /// Calls `body` with each run in `field` that is long enough for its entry, in order of their starts for each entry.
  ///
  /// Linear: each byte is compared once, and once more in a run.
  func forEachRun(in field: UnsafeBufferPointer<UInt8>, _ body: (_ entry: Int, _ run: Range<Int>) -> Void) {
    for (index, entry) in entries.enumerated() where field.count >= entry.length {
      let search = RunSearch(entry)
      var place = 0
      while let run = unsafe search.next(in: field, from: place) {
        place = run.upperBound
        if run.count >= entry.length { body(index, run) }
      }
    }
  }
}

/// This is the search for the runs of one entry.
private struct RunSearch {
  private let ranges: [ClosedRange<UInt8>]
  private let lowest: (SIMD16<UInt8>, SIMD16<UInt8>, SIMD16<UInt8>)
  private let spans: (SIMD16<UInt8>, SIMD16<UInt8>, SIMD16<UInt8>)

  init(_ entry: RunTable.Entry) {
    ranges = entry.ranges
    func range(_ index: Int) -> ClosedRange<UInt8> { entry.ranges[min(index, entry.ranges.count - 1)] }
    func lowest(_ index: Int) -> SIMD16<UInt8> { SIMD16(repeating: range(index).lowerBound) }
    func span(_ index: Int) -> SIMD16<UInt8> { SIMD16(repeating: range(index).upperBound - range(index).lowerBound) }
    self.lowest = (lowest(0), lowest(1), lowest(2))
    spans = (span(0), span(1), span(2))
  }

  /// The next run from `start` on that fills a word; `start` is no place inside a run.
  func next(in field: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    guard let base = unsafe UnsafeRawPointer(field.baseAddress) else { return nil }
    var place = start
    // In bounds: sixteen bytes are left at `place`.
    while place &+ 16 <= field.count {
      let words = unsafe filled(base.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self))
      if words[0] == .max { return unsafe run(around: place, in: field, from: start) }
      if words[1] == .max { return unsafe run(around: place &+ 8, in: field, from: start) }
      place &+= 16
    }
    while place + 8 <= field.count {
      if (place..<place + 8).allSatisfy({ unsafe contains(field[$0]) }) {
        return unsafe run(around: place, in: field, from: start)
      }
      place += 8
    }
    return nil
  }

  /// All bits of a byte for each that belongs to the class.
  @inline(__always)
  private func filled(_ bytes: SIMD16<UInt8>) -> SIMD2<UInt64> {
    let isMember =
      ((bytes &- lowest.0) .<= spans.0) .| ((bytes &- lowest.1) .<= spans.1) .| ((bytes &- lowest.2) .<= spans.2)
    let marks = SIMD16<UInt8>(repeating: 0).replacing(with: 0xFF, where: isMember)
    // Two vectors of sixteen bytes without padding.
    return unsafe unsafeBitCast(marks, to: SIMD2<UInt64>.self)
  }

  private func contains(_ byte: UInt8) -> Bool { ranges.contains { $0.contains(byte) } }

  private func run(around place: Int, in field: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int> {
    var first = place
    while first > start, unsafe contains(field[first - 1]) { first -= 1 }
    var end = place
    while end < field.count, unsafe contains(field[end]) { end += 1 }
    return first..<end
  }
}

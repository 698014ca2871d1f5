/// This is the way from byte offsets of a file to lines and columns, one walk for all of them.
///
/// It looks at the file through a buffer that holds only a part of it, and remembers what it needs of the rest.
struct LineIndex {
  struct Place: Sendable, Hashable {
    /// 1-based.
    var line: Int
    /// 1-based, in Unicode scalars.
    var column: Int
  }

  /// An offset of the file, and what stands there.
  private var offset = 0
  private var place = Place(line: 1, column: 1)
  /// The place of the file's byte `target`, where the buffer begins at the file's byte `base`.
  ///
  /// Ask in ascending order, and for nothing before a place that was moved on to.
  mutating func place(of target: Int, in bytes: Span<UInt8>, base: Int) -> Place {
    advance(to: target, in: bytes, base: base)
    return place
  }

  /// The place of `end` for a span whose start was asked for last; the walk goes on from the start.
  func place(ofEnd end: Int, in bytes: Span<UInt8>, base: Int) -> Place {
    var ahead = self
    return ahead.place(of: end, in: bytes, base: base)
  }

  /// Moves on, so that what stands before `target` need not be in the buffer any more.
  mutating func advance(to target: Int, in bytes: Span<UInt8>, base: Int) {
    let stop = min(target, base + bytes.count) - base
    var index = offset - base
    guard index >= 0, index < stop else { return }
    // Eight bytes at a time until the line of the target: most of a file is other lines.
    let count = Self.lineBreaks(in: bytes, index..<stop)
    if count.breaks > 0 {
      place = Place(line: place.line + count.breaks, column: 1)
      index = count.last + 1
    }
    while index < stop {
      // Continuation bytes of UTF-8 are no characters of their own.
      if bytes[index] & 0xC0 != 0x80 { place.column += 1 }
      index += 1
    }
    offset = stop + base
  }

  private static func lineBreaks(in bytes: Span<UInt8>, _ range: Range<Int>) -> (breaks: Int, last: Int) {
    // Safe: the buffer is used only inside the closure, within its bounds.
    bytes.withUnsafeBufferPointer { bytes in
      var breaks = 0
      for byte in bytes[range] where byte == UInt8(ascii: "\n") { breaks &+= 1 }
      guard breaks > 0 else { return (0, 0) }
      var last = range.upperBound - 1
      while bytes[last] != UInt8(ascii: "\n") { last -= 1 }
      return (breaks, last)
    }
  }
}

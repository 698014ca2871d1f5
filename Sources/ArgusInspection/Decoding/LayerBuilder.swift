import ArgusMatcher

/// This is a layer in the making: its text, and how each byte of it stands in the parent's text.
struct LayerBuilder: Sendable {
  private(set) var text: [UInt8] = []
  private(set) var segments: [LayerSegment] = []
  /// Where the next unit would have to begin in the parent's text to belong to the last segment.
  private var sourceEnd = -1

  mutating func removeAll() {
    text.removeAll(keepingCapacity: text.capacity <= Self.keptBytes)
    segments.removeAll(keepingCapacity: segments.capacity <= Self.keptSegments)
    sourceEnd = -1
  }

  /// Adds `range` of the parent's text as it is.
  mutating func appendVerbatim(_ parent: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    beginSegment(source: range.lowerBound, sourceStride: 1, textStride: 1)
    for index in range { text.append(parent[index]) }
    sourceEnd = range.upperBound
  }

  /// Adds text that stands nowhere in the parent, before everything else.
  mutating func appendSynthetic(_ bytes: [UInt8], source: Int) {
    guard !bytes.isEmpty else { return }
    beginSegment(source: source, sourceStride: 0, textStride: bytes.count)
    text.append(contentsOf: bytes)
    sourceEnd = source
  }

  /// Adds one unit of at most four bytes, the first one lowest in `bytes`. One without text is a gap.
  mutating func appendUnit(source: Int, sourceCount: Int, bytes: UInt32, textCount: Int) {
    guard textCount > 0 else {
      sourceEnd = -1
      return
    }
    beginSegment(source: source, sourceStride: sourceCount, textStride: textCount)
    var rest = bytes
    for _ in 0..<textCount {
      text.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
    sourceEnd = source + sourceCount
  }

  /// Adds units that follow one another; the caller's `bytes` are whole units.
  mutating func appendUnits(source: Int, sourceStride: Int, textStride: Int, bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else { return }
    beginSegment(source: source, sourceStride: sourceStride, textStride: textStride)
    text.append(contentsOf: bytes)
    sourceEnd = source + (bytes.count + textStride - 1) / textStride * sourceStride
  }

  private mutating func beginSegment(source: Int, sourceStride: Int, textStride: Int) {
    if source == sourceEnd, let last = segments.last, last.sourceStride == UInt32(truncatingIfNeeded: sourceStride),
      last.textStride == UInt32(truncatingIfNeeded: textStride)
    {
      return
    }
    segments.append(
      LayerSegment(
        text: UInt32(truncatingIfNeeded: text.count), source: UInt32(truncatingIfNeeded: source),
        sourceStride: UInt32(truncatingIfNeeded: sourceStride), textStride: UInt32(truncatingIfNeeded: textStride)))
  }

  private static let keptBytes = 1 << 20
  private static let keptSegments = 64 << 10
}

import ArgusKit

/// This is a text put together from ranges of a file, and the way back from its bytes to the file's.
struct SplicedText {
  private(set) var bytes: [UInt8] = []
  /// From this byte of the text on, the file's bytes stand so many further.
  private var pieces: [(text: Int, source: Int)] = []

  /// Appends the bytes `range` of `source`.
  mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    // Bytes that follow each other in the file are one piece.
    if let last = pieces.last, last.source + bytes.count - last.text == range.lowerBound {
    } else {
      pieces.append((bytes.count, range.lowerBound))
    }
    // Safe: the buffer is used only inside the closure, within its bounds.
    source.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Appends one byte that stands for nothing in the file; `position` is where it would stand.
  mutating func append(_ byte: UInt8, at position: Int) {
    pieces.append((bytes.count, position))
    bytes.append(byte)
  }

  /// The bytes of the file from the first to the last byte of `span`; what lies between its pieces is included.
  func sourceSpan(of span: ByteSpan) -> ByteSpan {
    let start = source(of: span.start)
    guard !span.isEmpty else { return ByteSpan(start: start, end: start) }
    return ByteSpan(start: start, end: max(start, source(of: span.end - 1) + 1))
  }

  private func source(of offset: Int) -> Int {
    let next = pieces.endOfHead { $0.text <= offset }
    guard next > 0 else { return 0 }
    return pieces[next - 1].source + offset - pieces[next - 1].text
  }
}

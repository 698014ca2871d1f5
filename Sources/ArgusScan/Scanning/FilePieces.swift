/// This is how a long text is cut for inspection: pieces share a margin on both sides of each border, and a finding
/// belongs to the piece in whose own part it begins.
///
/// So each piece judges its findings with at least a margin of text around them, and what is not longer than a
/// margin is found as in the whole text. Texts of lines that stand for themselves are cut between lines, without
/// margins.
struct FilePieces {
  /// This is one piece: the first bytes of the buffer.
  struct Piece {
    var count: Int
    /// The offsets of the file at which findings of this piece begin.
    var owned: Range<Int>
    /// Bytes of the buffer that later pieces do not need.
    var dropped: Int
    var isLast: Bool

    static func whole(_ count: Int) -> Piece { Piece(count: count, owned: 0..<Int.max, dropped: count, isLast: true) }
  }

  /// The offset in the file of the buffer's first byte.
  private(set) var base = 0
  private var ownedStart = 0
  private let margin: Int
  private(set) var cutsAtLines: Bool

  init(margin: Int, cutsAtLines: Bool) {
    self.margin = margin
    self.cutsAtLines = cutsAtLines
  }

  /// Goes on as if the text were no lines of their own.
  mutating func ignoreLines() {
    cutsAtLines = false
    ownedStart = base
  }

  /// The next piece; nil where the buffer must grow first.
  func next(_ bytes: Span<UInt8>, isAtEnd: Bool) -> Piece? {
    if isAtEnd { return Piece(count: bytes.count, owned: ownedStart..<Int.max, dropped: bytes.count, isLast: true) }
    if cutsAtLines {
      var end = bytes.count
      while end > 0, bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
      guard end > 0 else { return nil }
      return Piece(count: end, owned: base..<(base + end), dropped: end, isLast: false)
    }
    guard bytes.count > 4 * margin else { return nil }
    return Piece(
      count: bytes.count, owned: ownedStart..<(base + bytes.count - margin), dropped: bytes.count - 2 * margin,
      isLast: false)
  }

  mutating func advance(_ piece: Piece) {
    base += piece.dropped
    ownedStart = piece.owned.upperBound
  }
}

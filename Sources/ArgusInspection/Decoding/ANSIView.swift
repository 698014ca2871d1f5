/// This is the leaving out of terminal control sequences, which colour a token in its middle.
enum ANSIView {
  private static let maximumBytes = 64

  /// The sequence whose ESC stands at `index`: `ESC [ … letter`, or `ESC ] … BEL`.
  static func site(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    guard index + 2 < text.count else { return nil }
    var end = index + 2
    switch text[index + 1] {
    case UInt8(ascii: "["):
      while end < text.count, end - index < maximumBytes, (0x20...0x3F).contains(text[end]) { end += 1 }
      guard end < text.count, (0x40...0x7E).contains(text[end]) else { return nil }
    case UInt8(ascii: "]"):
      while end < text.count, end - index < maximumBytes, text[end] >= 0x20 { end += 1 }
      guard end < text.count, text[end] == 0x07 else { return nil }
    default: return nil
    }
    // A colour that begins directly before a token or ends behind it hides nothing but a word's border.
    let opens = end + 1 < text.count && ByteClass.isAlphanumeric(text[end + 1])
    return DecodingSite(removed: index..<(end + 1), opens: opens)
  }
}

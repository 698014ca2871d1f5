/// This is the finding of UTF-16 within bytes: ASCII with a NUL before or behind each character.
enum UTF16View {
  private static let minimumUnits = 6

  /// The run around the NUL at `index`; nil where it is too short. It begins at `first` or later.
  static func run(
    around index: Int, from first: Int, in text: Span<UInt8>
  ) -> (range: Range<Int>, isBigEndian: Bool)? {
    // Behind a character, the NUL is the high half of a little-endian unit.
    let isLittle = index > first && isText(text[index - 1])
    let start = isLittle ? index - 1 : index
    var end = start
    while end + 1 < text.count {
      let (character, zero) = isLittle ? (text[end], text[end + 1]) : (text[end + 1], text[end])
      guard zero == 0, isText(character) else { break }
      end += 2
    }
    return end - start >= 2 * minimumUnits ? (start..<end, !isLittle) : nil
  }

  private static func isText(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}

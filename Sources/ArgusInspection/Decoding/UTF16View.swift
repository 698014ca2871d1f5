/// This is the finding of UTF-16 within bytes: ASCII with a NUL before or behind each character.
enum UTF16View {
  private static let minimumUnits = 6

  /// The run around the NUL at `index`; nil where it is too short. It begins at `first` or later.
  static func run(
    around index: Int, from first: Int, in text: Span<UInt8>
  ) -> (range: Range<Int>, isBigEndian: Bool)? {
    let big = end(from: index, isBigEndian: true, in: text)
    // Behind a character, the NUL is the high half of a little-endian unit, unless only the other reading comes out
    // even at the text's end.
    if index > first, isText(text[index - 1]) {
      let little = end(from: index - 1, isBigEndian: false, in: text)
      if big < text.count || little == text.count, little - index + 1 >= 2 * minimumUnits {
        return ((index - 1)..<little, false)
      }
    }
    return big - index >= 2 * minimumUnits ? (index..<big, true) : nil
  }

  private static func end(from start: Int, isBigEndian: Bool, in text: Span<UInt8>) -> Int {
    var end = start
    while end + 1 < text.count {
      let (zero, character) = isBigEndian ? (text[end], text[end + 1]) : (text[end + 1], text[end])
      guard zero == 0, isText(character) else { break }
      end += 2
    }
    return end
  }

  private static func isText(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}

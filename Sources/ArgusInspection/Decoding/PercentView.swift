/// This is the reading of `%XX` in a text that is no form.
enum PercentView {
  static func site(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    guard index + 2 < text.count, let high = CodedUnit.hexDigit(text[index + 1]),
      let low = CodedUnit.hexDigit(text[index + 2])
    else { return nil }
    let byte = UInt8(truncatingIfNeeded: high << 4 | low)
    // `%02x` and its like are formats.
    guard byte >= 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return nil }
    let opens = ByteClass.isPrintable(byte) || byte == 0x0A || ByteClass.hides(byte, wordAt: index + 3, in: text)
    return DecodingSite(index..<(index + 3), bytes: UInt32(byte), textCount: 1, opens: opens)
  }
}

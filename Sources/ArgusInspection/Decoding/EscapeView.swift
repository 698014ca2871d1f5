/// This is the reading of backslash escapes in a text: those of JSON strings within strings, and those with which
/// programs write characters.
enum EscapeView {
  static func site(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    guard index + 1 < text.count else { return nil }
    switch text[index + 1] {
    case UInt8(ascii: "u"): return unicode(at: index, in: text)
    case UInt8(ascii: "U"): return digits(8, from: index + 2, prefix: 2, in: text)
    case UInt8(ascii: "x"): return byte(at: index, in: text)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
      return DecodingSite(index..<(index + 2), bytes: UInt32(text[index + 1]), textCount: 1)
    case UInt8(ascii: "n"): return blank(0x0A, at: index, in: text)
    case UInt8(ascii: "t"): return blank(0x09, at: index, in: text)
    case UInt8(ascii: "r"): return blank(0x0D, at: index, in: text)
    case UInt8(ascii: "0")...UInt8(ascii: "3"): return octal(at: index, in: text)
    default: return nil
    }
  }

  /// What the escape at `index` of `text` is called.
  static func step(at index: Int, _ text: Span<UInt8>) -> DecodingStep {
    guard index + 1 < text.count else { return .jsonString }
    switch text[index + 1] {
    case UInt8(ascii: "u"), UInt8(ascii: "U"): return .unicodeEscape
    case UInt8(ascii: "x"), UInt8(ascii: "0")...UInt8(ascii: "3"): return .hex
    default: return .jsonString
    }
  }

  private static func blank(_ byte: UInt8, at index: Int, in text: Span<UInt8>) -> DecodingSite {
    DecodingSite(
      index..<(index + 2), bytes: UInt32(byte), textCount: 1,
      opens: ByteClass.hides(byte, wordAt: index + 2, in: text))
  }

  private static func unicode(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    if index + 2 < text.count, text[index + 2] == UInt8(ascii: "{") {
      var end = index + 3
      var scalar: UInt32 = 0
      while end < text.count, end - index < 10, let digit = CodedUnit.hexDigit(text[end]) {
        scalar = scalar << 4 | digit
        end += 1
      }
      guard end > index + 3, end < text.count, text[end] == UInt8(ascii: "}"), scalar < 0x11_0000 else { return nil }
      return DecodingSite(index..<(end + 1), scalar: scalar)
    }
    let unit = CodedUnit.jsonEscape(in: text, at: index)
    guard unit.consumed >= 6 else { return nil }
    return DecodingSite(index..<(index + unit.consumed), bytes: unit.bytes, textCount: unit.count)
  }

  private static func digits(_ count: Int, from start: Int, prefix: Int, in text: Span<UInt8>) -> DecodingSite? {
    guard start + count <= text.count else { return nil }
    var scalar: UInt32 = 0
    for offset in 0..<count {
      guard let digit = CodedUnit.hexDigit(text[start + offset]) else { return nil }
      scalar = scalar << 4 | digit
    }
    guard scalar < 0x11_0000 else { return nil }
    return DecodingSite((start - prefix)..<(start + count), scalar: scalar)
  }

  /// `\x41` is one byte, whatever the text's encoding.
  private static func byte(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    guard index + 3 < text.count, let high = CodedUnit.hexDigit(text[index + 2]),
      let low = CodedUnit.hexDigit(text[index + 3])
    else { return nil }
    return DecodingSite(index..<(index + 4), bytes: high << 4 | low, textCount: 1)
  }

  private static func octal(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    guard index + 3 < text.count else { return nil }
    var value: UInt32 = 0
    for offset in 1...3 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(text[index + offset]) else { return nil }
      value = value << 3 | UInt32(text[index + offset] & 7)
    }
    return DecodingSite(index..<(index + 4), bytes: value, textCount: 1)
  }
}

/// This is the reading of HTML and XML character references: all numeric ones, and the names of ASCII
/// characters and of some that are not seen.
enum HTMLView {
  private static let maximumBytes = 16

  static func site(at index: Int, in text: Span<UInt8>) -> DecodingSite? {
    var end = index + 1
    while end < text.count, end - index < maximumBytes, ByteClass.isAlphanumeric(text[end]) || text[end] == 0x23 {
      end += 1
    }
    guard end < text.count, text[end] == UInt8(ascii: ";"), end - index > 2 else { return nil }
    let range = index..<(end + 1)
    if text[index + 1] == UInt8(ascii: "#") {
      guard let scalar = number(text, (index + 2)..<end) else { return nil }
      return site(range, scalar, in: text)
    }
    guard let scalar = names[PathText.string(text.extracting((index + 1)..<end))] else { return nil }
    return site(range, scalar, in: text)
  }

  private static func site(_ range: Range<Int>, _ scalar: UInt32, in text: Span<UInt8>) -> DecodingSite {
    let opens =
      scalar < 0x7F && scalar != 0x20
      || ByteClass.hides(UInt8(clamping: scalar), wordAt: range.upperBound, in: text)
    return DecodingSite(range, scalar: scalar, opens: opens)
  }

  private static func number(_ text: Span<UInt8>, _ digits: Range<Int>) -> UInt32? {
    var digits = digits
    var value: UInt32 = 0
    let isHex = !digits.isEmpty && text[digits.lowerBound] | 0x20 == UInt8(ascii: "x")
    if isHex { digits = (digits.lowerBound + 1)..<digits.upperBound }
    guard !digits.isEmpty, digits.count <= 7 else { return nil }
    for index in digits {
      guard let digit = CodedUnit.hexDigit(text[index]), isHex || digit < 10 else { return nil }
      value = isHex ? value << 4 | digit : value * 10 + digit
    }
    return value > 0 && value < 0x11_0000 ? value : nil
  }

  private static let names: [String: UInt32] = [
    "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0x20, "AMP": 0x26, "LT": 0x3C, "GT": 0x3E,
    "QUOT": 0x22, "excl": 0x21, "num": 0x23, "dollar": 0x24, "percnt": 0x25, "lpar": 0x28, "rpar": 0x29, "ast": 0x2A,
    "plus": 0x2B, "comma": 0x2C, "period": 0x2E, "sol": 0x2F, "colon": 0x3A, "semi": 0x3B, "equals": 0x3D,
    "quest": 0x3F, "commat": 0x40, "lsqb": 0x5B, "lbrack": 0x5B, "bsol": 0x5C, "rsqb": 0x5D, "rbrack": 0x5D,
    "Hat": 0x5E, "lowbar": 0x5F, "grave": 0x60, "lcub": 0x7B, "lbrace": 0x7B, "verbar": 0x7C, "vert": 0x7C,
    "rcub": 0x7D, "rbrace": 0x7D, "hyphen": 0x2D, "dash": 0x2D, "Tab": 0x09, "NewLine": 0x0A,
    "shy": 0xAD, "ZeroWidthSpace": 0x200B, "zwnj": 0x200C, "zwj": 0x200D, "lrm": 0x200E, "rlm": 0x200F,
    "NoBreak": 0x2060,
  ]
}

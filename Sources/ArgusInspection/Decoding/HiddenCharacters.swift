/// This is the finding of characters that are not what they look like: invisible ones, tags that spell ASCII without
/// being seen, and compatibility forms of ASCII.
enum HiddenCharacters {
  enum Found {
    /// As many invisible characters as follow one another.
    case invisible(Range<Int>)
    /// Tag characters U+E0020 to U+E007E, four bytes each.
    case tags(Range<Int>)
    case folded(Range<Int>, ascii: UInt8)
    case none
  }

  static func find(at index: Int, in text: Span<UInt8>) -> Found {
    let first = invisible(at: index, in: text)
    if first > 0 {
      var end = index + first
      while end < text.count {
        let next = invisible(at: end, in: text)
        if next == 0 { break }
        end += next
      }
      return .invisible(index..<end)
    }
    var end = index
    while isTag(at: end, in: text) { end += 4 }
    if end > index { return .tags(index..<end) }
    guard let scalar = scalar(at: index, in: text), let ascii = CompatibilityForms.ascii(of: scalar.value) else {
      return .none
    }
    return .folded(index..<(index + scalar.count), ascii: ascii)
  }

  /// The length of the invisible character at `index`; 0 where none stands there.
  ///
  /// Soft hyphen, grapheme joiner, fillers, zero-width and bidirectional controls, word joiners, byte order marks,
  /// variation selectors of both blocks.
  private static func invisible(at index: Int, in text: Span<UInt8>) -> Int {
    guard let scalar = scalar(at: index, in: text) else { return 0 }
    switch scalar.value {
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0x1_D173...0x1_D17A, 0xE_0001,
      0xE_0100...0xE_01EF:
      return scalar.count
    default: return 0
    }
  }

  private static func isTag(at index: Int, in text: Span<UInt8>) -> Bool {
    guard let scalar = scalar(at: index, in: text) else { return false }
    return (0xE_0020...0xE_007E).contains(scalar.value)
  }

  /// The character whose first byte stands at `index`; nil where the bytes are no UTF-8.
  private static func scalar(at index: Int, in text: Span<UInt8>) -> (value: UInt32, count: Int)? {
    guard index < text.count else { return nil }
    let lead = text[index]
    let count = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard count > 0, index + count <= text.count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(count))
    for offset in 1..<count {
      let byte = text[index + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, count)
  }
}

/// This is one indivisible step of a coded text: so many source bytes stand for so many bytes of text.
///
/// It is the single definition of each coding: extraction appends ``bytes``, the offset map counts them.
struct CodedUnit {
  /// Source bytes used up; at least 1.
  var consumed: Int
  /// The text bytes, first one lowest.
  var bytes: UInt32
  /// 1…4.
  var count: Int

  @inline(__always)
  init(consumed: Int, byte: UInt8) {
    self.consumed = consumed
    bytes = UInt32(byte)
    count = 1
  }

  init(consumed: Int, scalar: UInt32) {
    self.consumed = consumed
    switch scalar {
    case 0..<0x80:
      bytes = scalar
      count = 1
    case 0x80..<0x800:
      bytes = (0xC0 | scalar >> 6) | (0x80 | scalar & 0x3F) << 8
      count = 2
    case 0x800..<0x1_0000:
      bytes = (0xE0 | scalar >> 12) | (0x80 | (scalar >> 6) & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16
      count = 3
    default:
      let head = (0xF0 | scalar >> 18) | (0x80 | (scalar >> 12) & 0x3F) << 8
      bytes = head | (0x80 | (scalar >> 6) & 0x3F) << 16 | (0x80 | scalar & 0x3F) << 24
      count = 4
    }
  }

  /// Reads the JSON escape whose backslash stands at `index`.
  ///
  /// A lone surrogate becomes U+FFFD; what is no escape at all leaves the backslash standing as itself, so that
  /// its neighbours are never lost.
  static func jsonEscape(in body: Span<UInt8>, at index: Int) -> CodedUnit {
    guard index + 1 < body.count else { return CodedUnit(consumed: 1, byte: UInt8(ascii: "\\")) }
    switch body[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return CodedUnit(consumed: 2, byte: body[index + 1])
    case UInt8(ascii: "n"): return CodedUnit(consumed: 2, byte: 0x0A)
    case UInt8(ascii: "t"): return CodedUnit(consumed: 2, byte: 0x09)
    case UInt8(ascii: "r"): return CodedUnit(consumed: 2, byte: 0x0D)
    case UInt8(ascii: "b"): return CodedUnit(consumed: 2, byte: 0x08)
    case UInt8(ascii: "f"): return CodedUnit(consumed: 2, byte: 0x0C)
    case UInt8(ascii: "u"):
      guard let unit = codeUnit(in: body, at: index) else { break }
      guard (0xD800..<0xE000).contains(unit) else { return CodedUnit(consumed: 6, scalar: unit) }
      if unit < 0xDC00, let low = codeUnit(in: body, at: index + 6), (0xDC00..<0xE000).contains(low) {
        return CodedUnit(consumed: 12, scalar: 0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      }
      return CodedUnit(consumed: 6, scalar: 0xFFFD)
    default: break
    }
    return CodedUnit(consumed: 1, byte: UInt8(ascii: "\\"))
  }

  /// Reads the `%XX` or `+` at `index`; a `%` without two digits stands for itself.
  static func percentEscape(in body: Span<UInt8>, at index: Int) -> CodedUnit {
    if body[index] == UInt8(ascii: "+") { return CodedUnit(consumed: 1, byte: UInt8(ascii: " ")) }
    guard index + 2 < body.count, let high = hexDigit(body[index + 1]), let low = hexDigit(body[index + 2]) else {
      return CodedUnit(consumed: 1, byte: body[index])
    }
    return CodedUnit(consumed: 3, byte: UInt8(high << 4 | low))
  }

  /// The value of `\uXXXX` at `index`; nil where the bytes are not that.
  private static func codeUnit(in body: Span<UInt8>, at index: Int) -> UInt32? {
    guard index + 6 <= body.count, body[index] == UInt8(ascii: "\\"), body[index + 1] == UInt8(ascii: "u") else {
      return nil
    }
    var value: UInt32 = 0
    for offset in 2..<6 {
      guard let digit = hexDigit(body[index + offset]) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

extension FieldCoding {
  /// The index of the first byte at or after `start` that does not stand for itself, or `source.count`.
  @inline(__always)
  func nextUnit(in source: Span<UInt8>, from start: Int) -> Int {
    switch self {
    case .verbatim: source.count
    case .jsonEscapes: ByteSearch.stringDelimiter(in: source, from: start)
    case .percent: ByteSearch.first(of: UInt8(ascii: "%"), or: UInt8(ascii: "+"), in: source, from: start)
    }
  }

  /// The unit at `index`, an index that ``nextUnit(in:from:)`` returned.
  func unit(in source: Span<UInt8>, at index: Int) -> CodedUnit {
    switch self {
    case .verbatim: CodedUnit(consumed: 1, byte: source[index])
    case .jsonEscapes:
      source[index] == UInt8(ascii: "\\")
        ? .jsonEscape(in: source, at: index) : CodedUnit(consumed: 1, byte: source[index])
    case .percent: .percentEscape(in: source, at: index)
    }
  }
}

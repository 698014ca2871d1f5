/// This is one place of a text where some bytes stand for others: an escape, an entity, a character that is not seen.
struct DecodingSite: Sendable {
  var start: Int
  /// Bytes it takes up; at least 1.
  var count: Int
  /// What it stands for, first byte lowest.
  var bytes: UInt32 = 0
  /// 0…4; 0 where it stands for nothing.
  var textCount = 0
  /// False where decoding it alone would tell a rule nothing new, such as `%20` between words. It is decoded where
  /// a neighbour calls for it.
  var opens = true

  init(_ range: Range<Int>, scalar: UInt32, opens: Bool = true) {
    let unit = CodedUnit(consumed: range.count, scalar: scalar)
    self.init(range, bytes: unit.bytes, textCount: unit.count, opens: opens)
  }

  init(_ range: Range<Int>, bytes: UInt32, textCount: Int, opens: Bool = true) {
    start = range.lowerBound
    count = range.count
    self.bytes = bytes
    self.textCount = textCount
    self.opens = opens
  }

  /// A place that is left out.
  init(removed range: Range<Int>, opens: Bool = true) { self.init(range, bytes: 0, textCount: 0, opens: opens) }

  var end: Int { start + count }
}

/// This is a text with all sites of one kind decoded, as far as it lies near one that matters.
enum DecodingView: Int, CaseIterable, Sendable {
  case escapes, percent, html, invisible, compatibility, ansi, tags, utf16, joined

  /// How much of the text before and behind a site is laid with it.
  struct Reach {
    var before: Int
    var after: Int
    /// True where no text beyond the line is of use.
    var isLine: Bool
    /// How much further a token that the border would cut may reach.
    var token: Int
  }

  var reach: Reach {
    switch self {
    case .escapes, .percent, .html: Reach(before: 256, after: 1024, isLine: true, token: 1024)
    case .invisible, .compatibility, .ansi: Reach(before: 1024, after: 4096, isLine: false, token: 1024)
    case .tags, .utf16: Reach(before: 0, after: 0, isLine: false, token: 0)
    case .joined: Reach(before: 64, after: 0, isLine: true, token: 1024)
    }
  }

  /// The step's name; ``escapes`` are named by what stands at the value (``EscapeView/step(at:_:)``).
  var step: DecodingStep {
    switch self {
    case .escapes: .jsonString
    case .percent: .percent
    case .html: .html
    case .invisible: .invisible
    case .compatibility: .compatibility
    case .ansi: .ansi
    case .tags: .tags
    case .utf16: .utf16
    case .joined: .joined
    }
  }
}

/// This is the classes of bytes that the views and decoders ask for.
enum ByteClass {
  /// Letters, digits and the marks that stand inside keys and tokens.
  static func isToken(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || isSign(byte) }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return byte &- UInt8(ascii: "0") < 10 || folded &- UInt8(ascii: "a") < 26
  }

  /// Whether a blank or a part of a character that is no ASCII, written in letters and digits, hides from `\b` where the
  /// word at `index` begins, or parts a word. A short word behind a blank is hardly a token.
  static func hides(_ byte: UInt8, wordAt index: Int, in text: Span<UInt8>) -> Bool {
    let least = byte < 0x80 ? tokenBytes : 1
    var end = index
    while end < text.count, end - index < least, isAlphanumeric(text[end]) || text[end] == UInt8(ascii: "_") {
      end += 1
    }
    return end - index == least
  }

  private static let tokenBytes = 6

  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  static func isPrintable(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="),
      UInt8(ascii: "."), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

/// This is a set of byte values, as a character class of a byte regex denotes one.
struct ByteSet: Sendable, Equatable {
  private var words: SIMD4<UInt64> = .zero

  static let all = ByteSet(ranges: 0...255)
  static let digits = ByteSet(ranges: 0x30...0x39)
  static let lower = ByteSet(ranges: 0x61...0x7A)
  static let upper = ByteSet(ranges: 0x41...0x5A)
  static let letters = lower.union(upper)
  static let word = letters.union(digits).union(ByteSet(ranges: 0x5F...0x5F))
  /// Includes vertical tab, as Perl and PCRE2 have it since 2013.
  static let space = ByteSet(ranges: 0x09...0x0D, 0x20...0x20)
  static let horizontalSpace = ByteSet(ranges: 0x09...0x09, 0x20...0x20, 0xA0...0xA0)
  static let verticalSpace = ByteSet(ranges: 0x0A...0x0D, 0x85...0x85)
  static let newline = ByteSet(ranges: 0x0A...0x0A)
  static let punctuation = ByteSet(ranges: 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E)

  init() {}

  init(ranges: ClosedRange<UInt8>...) {
    for range in ranges { insert(range) }
  }

  mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
  }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

  func union(_ other: ByteSet) -> ByteSet {
    var result = self
    result.words |= other.words
    return result
  }

  var inverted: ByteSet {
    var result = self
    result.words = ~result.words
    return result
  }

  /// The set with the other case of each ASCII letter; PCRE2's built-in tables know no other letters.
  var caseFolded: ByteSet {
    var result = self
    for byte in UInt8(0x61)...0x7A where contains(byte) || contains(byte - 0x20) {
      result.insert(byte...byte)
      result.insert(byte - 0x20...byte - 0x20)
    }
    return result
  }

  /// The members as maximal runs, in order.
  var runs: [ClosedRange<UInt8>] {
    var result: [ClosedRange<UInt8>] = []
    var start: UInt8?
    for byte in UInt8(0)...255 {
      if contains(byte) {
        if start == nil { start = byte }
        if byte == 255, let first = start { result.append(first...255) }
      } else if let first = start {
        result.append(first...byte - 1)
        start = nil
      }
    }
    return result
  }

  /// The POSIX class of that name, or nil.
  static func posix(_ name: String) -> ByteSet? {
    switch name {
    case "alpha": letters
    case "lower": lower
    case "upper": upper
    case "alnum": letters.union(digits)
    case "ascii": ByteSet(ranges: 0x00...0x7F)
    case "blank": ByteSet(ranges: 0x09...0x09, 0x20...0x20)
    case "cntrl": ByteSet(ranges: 0x00...0x1F, 0x7F...0x7F)
    case "digit": digits
    case "graph": ByteSet(ranges: 0x21...0x7E)
    case "print": ByteSet(ranges: 0x20...0x7E)
    case "punct": punctuation
    case "space": space
    case "word": word
    case "xdigit": ByteSet(ranges: 0x30...0x39, 0x41...0x46, 0x61...0x66)
    default: nil
    }
  }
}

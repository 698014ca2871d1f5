/// This is a set of bytes: what one character class of a pattern matches.
struct ByteSet: Hashable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  static let all = ByteSet(0...255)
  static let digit = ByteSet(0x30...0x39)
  static let upper = ByteSet(0x41...0x5A)
  static let lower = ByteSet(0x61...0x7A)
  static let word = digit.union(upper).union(lower).union(ByteSet(0x5F...0x5F))
  /// PCRE2's `\s`: tab, line feed, vertical tab, form feed, carriage return, space.
  static let space = ByteSet(0x09...0x0D).union(ByteSet(0x20...0x20))
  static let horizontalSpace = ByteSet([0x09, 0x20, 0xA0])
  static let verticalSpace = ByteSet(0x0A...0x0D).union(ByteSet([0x85]))
  static let exceptNewline = ByteSet([0x0A]).inverted

  init() {}

  init(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

  init(_ bytes: [UInt8]) { for byte in bytes { insert(byte) } }

  /// The POSIX class of this name, as the C locale has it; nil for an unknown name.
  init?(posix name: String) {
    let graph = ByteSet(0x21...0x7E)
    let alnum = Self.digit.union(Self.upper).union(Self.lower)
    switch name {
    case "alpha": self = Self.upper.union(Self.lower)
    case "lower": self = Self.lower
    case "upper": self = Self.upper
    case "alnum": self = alnum
    case "ascii": self = ByteSet(0x00...0x7F)
    case "blank": self = ByteSet([0x09, 0x20])
    case "cntrl": self = ByteSet(0x00...0x1F).union(ByteSet([0x7F]))
    case "digit": self = Self.digit
    case "graph": self = graph
    case "print": self = graph.union(ByteSet([0x20]))
    case "punct": self = graph.subtracting(alnum)
    case "space": self = Self.space
    case "word": self = Self.word
    case "xdigit": self = Self.digit.union(ByteSet(0x41...0x46)).union(ByteSet(0x61...0x66))
    default: return nil
    }
  }

  mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

  var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

  var members: [UInt8] { (0...255).filter(contains) }

  /// The members as maximal ranges, in order.
  var ranges: [ClosedRange<UInt8>] {
    var result: [ClosedRange<UInt8>] = []
    for byte in members {
      if let last = result.last, byte > 0, last.upperBound == byte - 1 {
        result[result.count - 1] = last.lowerBound...byte
      } else {
        result.append(byte...byte)
      }
    }
    return result
  }

  var inverted: ByteSet {
    var result = self
    result.words = ~words
    return result
  }

  func union(_ other: ByteSet) -> ByteSet {
    var result = self
    result.words = words | other.words
    return result
  }

  func subtracting(_ other: ByteSet) -> ByteSet {
    var result = self
    result.words = words & ~other.words
    return result
  }

  func isDisjoint(with other: ByteSet) -> Bool { words & other.words == .zero }

  /// With the other case of every ASCII letter in it.
  var caseless: ByteSet {
    var result = self
    for byte in members where ByteSet.upper.contains(byte) || ByteSet.lower.contains(byte) {
      result.insert(byte ^ 0x20)
    }
    return result
  }
}

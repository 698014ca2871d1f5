/// This is the set of bytes that `?` or `[…]` of a shell pattern stands for.
struct ByteMembers: Sendable {
  private var low: (UInt64, UInt64) = (0, 0)
  private var high: (UInt64, UInt64) = (0, 0)

  static let all = ByteMembers { _ in true }
  static let allButSlash = ByteMembers { $0 != UInt8(ascii: "/") }

  private init(_ isMember: (UInt8) -> Bool) {
    for byte in UInt8.min...UInt8.max where isMember(byte) { insert(byte) }
  }

  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    return switch byte >> 6 {
    case 0: low.0 & bit != 0
    case 1: low.1 & bit != 0
    case 2: high.0 & bit != 0
    default: high.1 & bit != 0
    }
  }

  private mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  /// Reads the set that begins at `start`, and where the pattern goes on; nil for a set that is not closed or names
  /// an unknown class.
  static func parse(_ pattern: [UInt8], at start: Int, exceptSlash: Bool) -> (ByteMembers, next: Int)? {
    var members = ByteMembers { _ in false }
    var index = start + 1
    let isNegated =
      index < pattern.count && (pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^"))
    if isNegated { index += 1 }
    /// The byte a range may begin with; nil right behind a range or a class.
    var previous: UInt8?
    var isFirst = true
    while true {
      guard index < pattern.count else { return nil }
      let byte = pattern[index]
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if byte == UInt8(ascii: "\\") {
        guard index + 1 < pattern.count else { return nil }
        members.insert(pattern[index + 1])
        previous = pattern[index + 1]
        index += 2
      } else if byte == UInt8(ascii: "-"), let from = previous, index + 1 < pattern.count,
        pattern[index + 1] != UInt8(ascii: "]")
      {
        index += 1
        if pattern[index] == UInt8(ascii: "\\") { index += 1 }
        guard index < pattern.count else { return nil }
        if from <= pattern[index] { for member in from...pattern[index] { members.insert(member) } }
        previous = nil
        index += 1
      } else if byte == UInt8(ascii: "["), index + 1 < pattern.count, pattern[index + 1] == UInt8(ascii: ":") {
        guard let close = pattern[(index + 2)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        if close - 1 >= index + 2, pattern[close - 1] == UInt8(ascii: ":") {
          let name = String(decoding: pattern[(index + 2)..<(close - 1)], as: UTF8.self)
          guard let isMember = classes[name] else { return nil }
          for member in UInt8.min...UInt8.max where isMember(member) { members.insert(member) }
          previous = nil
          index = close + 1
        } else {
          members.insert(byte)
          previous = byte
          index += 1
        }
      } else {
        members.insert(byte)
        previous = byte
        index += 1
      }
    }
    let chosen = members
    let slash = UInt8(ascii: "/")
    let result = ByteMembers { chosen.contains($0) != isNegated && !(exceptSlash && $0 == slash) }
    return (result, index + 1)
  }

  private static let classes: [String: @Sendable (UInt8) -> Bool] = [
    "alnum": { isLetter($0) || isDigit($0) }, "alpha": { isLetter($0) }, "digit": { isDigit($0) },
    "blank": { $0 == 0x20 || $0 == 0x09 }, "cntrl": { $0 < 0x20 || $0 == 0x7F },
    "graph": { (0x21...0x7E).contains($0) }, "print": { (0x20...0x7E).contains($0) },
    "lower": { (0x61...0x7A).contains($0) }, "upper": { (0x41...0x5A).contains($0) },
    "punct": { (0x21...0x7E).contains($0) && !isLetter($0) && !isDigit($0) },
    "space": { $0 == 0x20 || (0x09...0x0D).contains($0) },
    "xdigit": { isDigit($0) || (0x61...0x66).contains($0) || (0x41...0x46).contains($0) },
  ]

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

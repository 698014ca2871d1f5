extension PatternLexer {
  /// Reads what follows a backslash outside a class.
  mutating func escape() -> PatternToken.Item? {
    guard let character = peek() else { return unsupported() }
    switch character {
    case "b":
      position += 1
      return .assertion(.wordBoundary)
    case "A", "G":
      position += 1
      return .assertion(.start)
    case "Z", "z":
      position += 1
      return .assertion(.end)
    case "B":
      position += 1
      return .assertion(.other)
    case "R", "X", "C":
      position += 1
      return .unknown
    case "k": return reference()
    case "g": return reference()
    case "p", "P": return property()
    case "N":
      position += 1
      return peek() == "{" ? unsupported() : .set(.exceptNewline)
    case "1"..."9":
      position += 1
      // Two digits may be a backreference or an octal number.
      if let next = peek(), ("0"..."9").contains(next) { return unsupported() }
      return .unknown
    default:
      if let set = shorthand(character) {
        position += 1
        return .set(set)
      }
      return escapedByte().map { literal(Unicode.Scalar($0)) }
    }
  }

  /// `\d`, `\W` and their like, inside and outside classes.
  func shorthand(_ character: Unicode.Scalar) -> ByteSet? {
    switch character {
    case "d": .digit
    case "D": ByteSet.digit.inverted
    case "w": .word
    case "W": ByteSet.word.inverted
    case "s": .space
    case "S": ByteSet.space.inverted
    case "h": .horizontalSpace
    case "H": ByteSet.horizontalSpace.inverted
    case "v": .verticalSpace
    case "V": ByteSet.verticalSpace.inverted
    default: nil
    }
  }

  /// An escape that stands for one byte, inside and outside classes; nil for anything else.
  mutating func escapedByte() -> UInt8? {
    guard let character = take() else { return unsupported() }
    switch character {
    case "a": return 0x07
    case "e": return 0x1B
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "0":
      var value: UInt32 = 0
      for _ in 0..<2 {
        guard let digit = peek(), ("0"..."7").contains(digit) else { break }
        value = value * 8 + digit.value - 0x30
        position += 1
      }
      return UInt8(truncatingIfNeeded: value)
    case "x": return hexadecimal()
    case "A"..."Z", "a"..."z", "1"..."9": return unsupported()
    default: return UInt8(truncatingIfNeeded: character.value)
    }
  }

  /// `\xh`, `\xhh` or `\x{h…}`.
  private mutating func hexadecimal() -> UInt8? {
    if take("{") {
      let start = position
      guard skip(past: "}"), position - start <= 5 else { return unsupported() }
      let digits = String(String.UnicodeScalarView(text[start..<(position - 1)]))
      guard let value = UInt8(digits, radix: 16), digits.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit) else {
        return unsupported()
      }
      return value
    }
    var digits = ""
    while digits.utf8.count < 2, let digit = peek(), digit.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(digit)
      position += 1
    }
    return digits.isEmpty ? unsupported() : UInt8(digits, radix: 16)
  }

  /// `\k{n}`, `\k<n>`, `\k'n'`, `\g{n}`, `\g<n>`, `\g'n'`, `\g1`, `\g-1`.
  private mutating func reference() -> PatternToken.Item? {
    let isNumbered = take() == "g"
    let ends: [Unicode.Scalar: Unicode.Scalar] = ["{": "}", "<": ">", "'": "'"]
    if let character = peek(), let end = ends[character] {
      position += 1
      return skip(past: end) ? .unknown : unsupported()
    }
    guard isNumbered else { return unsupported() }
    if peek() == "-" || peek() == "+" { position += 1 }
    guard let digit = peek(), ("0"..."9").contains(digit) else { return unsupported() }
    while let digit = peek(), ("0"..."9").contains(digit) { position += 1 }
    return .unknown
  }

  /// `\pL`, `\p{Greek}`: one byte of which nothing is known.
  private mutating func property() -> PatternToken.Item? {
    position += 1
    guard let character = take() else { return unsupported() }
    if character == "{" { return skip(past: "}") ? .set(.all) : unsupported() }
    return .set(.all)
  }
}

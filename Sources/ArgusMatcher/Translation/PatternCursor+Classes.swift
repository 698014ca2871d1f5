extension PatternCursor {
  /// The set that an escape such as `\d` denotes, inside a class or outside.
  static func classEscape(_ letter: UInt8) -> ByteSet? {
    switch letter {
    case UInt8(ascii: "d"): .digits
    case UInt8(ascii: "D"): ByteSet.digits.inverted
    case UInt8(ascii: "w"): .word
    case UInt8(ascii: "W"): ByteSet.word.inverted
    case UInt8(ascii: "s"): .space
    case UInt8(ascii: "S"): ByteSet.space.inverted
    case UInt8(ascii: "h"): .horizontalSpace
    case UInt8(ascii: "H"): ByteSet.horizontalSpace.inverted
    case UInt8(ascii: "v"): .verticalSpace
    case UInt8(ascii: "V"): ByteSet.verticalSpace.inverted
    default: nil
    }
  }

  /// The byte that an escape denotes (`\n`, `\x41`, `\.`), or nil where it is no byte or not clearly one.
  mutating func byteEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "e"): return 0x1B
    case UInt8(ascii: "x"): return hexadecimal()
    case UInt8(ascii: "0"): return octal()
    case _ where ByteSet.letters.contains(letter) || ByteSet.digits.contains(letter): return nil
    // Any other ASCII byte stands for itself; PCRE2 takes bytes above it literally too.
    default: return letter
    }
  }

  private mutating func hexadecimal() -> UInt8? {
    if take("{") {
      var value = 0
      var count = 0
      while let byte = next() {
        if byte == UInt8(ascii: "}") { return count > 0 ? UInt8(exactly: value) : nil }
        guard let digit = Self.hexDigit(byte), count < 4 else { return nil }
        value = value * 16 + digit
        count += 1
      }
      return nil
    }
    var value: UInt8 = 0
    for _ in 0..<2 {
      guard let byte = peek(), let digit = Self.hexDigit(byte) else { break }
      _ = next()
      value = value &* 16 &+ UInt8(digit)
    }
    return value
  }

  /// Up to two digits after `\0`.
  private mutating func octal() -> UInt8 {
    var value: UInt8 = 0
    for _ in 0..<2 {
      guard let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else { break }
      _ = next()
      value = value * 8 + (byte - UInt8(ascii: "0"))
    }
    return value
  }

  private static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  /// Reads a class after its `[`, or returns nil where its meaning is not clear.
  mutating func characterClass(caseless: Bool) -> ByteSet? {
    let isNegated = take(UInt8(ascii: "^"))
    var set = ByteSet()
    var isFirst = true
    while let byte = next() {
      if byte == UInt8(ascii: "]"), !isFirst {
        let folded = caseless ? set.caseFolded : set
        return isNegated ? folded.inverted : folded
      }
      isFirst = false
      if byte == UInt8(ascii: "["), let mark = peek(),
        [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(mark)
      {
        guard let named = posixClass(caseless: caseless) else { return nil }
        set = set.union(named)
        // A hyphen behind a class is literal in some places and an error in others.
        if peek() == UInt8(ascii: "-"), peek(1) != UInt8(ascii: "]") { return nil }
        continue
      }
      var low = byte
      if byte == UInt8(ascii: "\\") {
        guard let letter = next() else { return nil }
        if let escaped = Self.classEscape(letter) {
          set = set.union(escaped)
          if peek() == UInt8(ascii: "-"), peek(1) != UInt8(ascii: "]") {
            // `[\w-.]`: the hyphen stands for itself.
            guard take(UInt8(ascii: "-")), peek() != UInt8(ascii: "-") else { return nil }
            set.insert(UInt8(ascii: "-")...UInt8(ascii: "-"))
          }
          continue
        }
        guard let value = classByte(letter) else { return nil }
        low = value
      }
      guard peek() == UInt8(ascii: "-"), let after = peek(1), after != UInt8(ascii: "]") else {
        set.insert(low...low)
        continue
      }
      guard take(UInt8(ascii: "-")), var high = next() else { return nil }
      if high == UInt8(ascii: "[") {
        if let mark = peek(), [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(mark) { return nil }
      } else if high == UInt8(ascii: "\\") {
        guard let letter = next(), let value = classByte(letter) else { return nil }
        high = value
      }
      guard low <= high else { return nil }
      set.insert(low...high)
    }
    return nil
  }

  /// An escape for one byte inside a class, where `\b` is a backspace and `\Q` opens a quotation.
  private mutating func classByte(_ letter: UInt8) -> UInt8? {
    letter == UInt8(ascii: "b") ? 0x08 : byteEscape(letter)
  }

  /// Reads `:name:]` after a `[` inside a class.
  private mutating func posixClass(caseless: Bool) -> ByteSet? {
    guard take(UInt8(ascii: ":")) else { return nil }
    let isNegated = take(UInt8(ascii: "^"))
    var name = ""
    while let byte = next() {
      if byte == UInt8(ascii: ":") {
        guard take(UInt8(ascii: "]")), let set = ByteSet.posix(name) else { return nil }
        // PCRE2 reads `upper` and `lower` as `alpha` when caseless, and only then negates.
        let folded = caseless ? set.caseFolded : set
        return isNegated ? folded.inverted : folded
      }
      guard ByteSet.lower.contains(byte) else { return nil }
      name.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return nil
  }
}

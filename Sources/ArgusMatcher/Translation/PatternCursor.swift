internal import ArgusRules

/// This is a reader over a pattern's bytes that knows PCRE2's small syntax: escapes, classes, braces, group openings.
struct PatternCursor {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  mutating func next() -> UInt8? {
    guard position < bytes.count else { return nil }
    position += 1
    return bytes[position - 1]
  }

  /// Steps over `byte` when it stands here.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  /// Steps behind the next `end`; false when there is none.
  mutating func skip(through end: UInt8) -> Bool {
    while let byte = next() {
      if byte == end { return true }
    }
    return false
  }

  /// Steps behind the end of a `#` comment.
  mutating func skipLine() { _ = skip(through: UInt8(ascii: "\n")) }

  /// The bytes up to `\E` or the pattern's end; the cursor ends behind them.
  mutating func quotation() -> [UInt8] {
    var quoted: [UInt8] = []
    while let byte = next() {
      if byte == UInt8(ascii: "\\"), take(UInt8(ascii: "E")) { break }
      quoted.append(byte)
    }
    return quoted
  }

  /// Tells whether the next byte that is not blank or comment could continue a quantifier.
  func quantifierFollowsBlanks() -> Bool {
    var ahead = self
    while let byte = ahead.next() {
      if byte == UInt8(ascii: "#") {
        ahead.skipLine()
      } else if !ByteSet.space.contains(byte) {
        return byte == UInt8(ascii: "+") || byte == UInt8(ascii: "?")
      }
    }
    return false
  }

  // MARK: Braces

  enum Braces {
    case bounds(RepeatBounds)
    /// A brace that stands for itself.
    case literal
    /// A form that is a quantifier in some versions of PCRE2 and literal in others.
    case unclear
  }

  /// Reads what follows a `{`; leaves the cursor there when it is literal.
  mutating func braces() -> Braces {
    let start = position
    guard let first = peek() else { return .literal }
    guard ByteSet.digits.contains(first) else {
      return first == UInt8(ascii: ",") || first == UInt8(ascii: " ") || first == UInt8(ascii: "\t")
        ? .unclear : .literal
    }
    guard let lower = number() else { return .unclear }
    if take(UInt8(ascii: "}")) { return .bounds(RepeatBounds(lower: lower, upper: lower)) }
    if take(UInt8(ascii: ",")) {
      if take(UInt8(ascii: "}")) { return .bounds(RepeatBounds(lower: lower, upper: nil)) }
      if let byte = peek(), ByteSet.digits.contains(byte), let upper = number(), take(UInt8(ascii: "}")) {
        return .bounds(RepeatBounds(lower: lower, upper: upper))
      }
    }
    if let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { return .unclear }
    position = start
    return .literal
  }

  /// A decimal number of at most five digits, which is PCRE2's limit too.
  private mutating func number() -> Int? {
    var value = 0
    while let byte = peek(), ByteSet.digits.contains(byte) {
      position += 1
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      if value > 65_535 { return nil }
    }
    return value
  }

  // MARK: Groups

  enum GroupOpening {
    case group
    case atomic
    case lookaround
    /// `(?i:`
    case scopedFlags(PatternFlags)
    /// `(?i)`
    case flags(PatternFlags)
    case comment
    case backreference
    case unclear
  }

  /// Reads what follows a `(`.
  mutating func groupOpening(flags: PatternFlags) -> GroupOpening {
    // `(*VERB)`, `(*atomic:…)`: verbs steer the search itself.
    if peek() == UInt8(ascii: "*") { return .unclear }
    guard take(UInt8(ascii: "?")) else { return .group }
    if take(":") { return .group }
    if take(">") { return .atomic }
    if take("=") || take("!") || take("<=") || take("<!") { return .lookaround }
    if take("#") { return skip(through: UInt8(ascii: ")")) ? .comment : .unclear }
    if take("P=") { return skip(through: UInt8(ascii: ")")) ? .backreference : .unclear }
    if take("P<") || take("<") { return skip(through: UInt8(ascii: ">")) ? .group : .unclear }
    if take("'") { return skip(through: UInt8(ascii: "'")) ? .group : .unclear }
    return flagSetting(flags)
  }

  private mutating func flagSetting(_ outer: PatternFlags) -> GroupOpening {
    var flags = outer
    var adds = true
    var previous: UInt8 = 0
    while let byte = next() {
      var flag: PatternFlags?
      switch byte {
      case UInt8(ascii: ")"): return .flags(flags)
      case UInt8(ascii: ":"): return .scopedFlags(flags)
      case UInt8(ascii: "-"):
        guard adds else { return .unclear }
        adds = false
      case UInt8(ascii: "i"): flag = .caseless
      // Line edges are written multiline whatever the pattern says: a superset.
      case UInt8(ascii: "m"): flag = .multiline
      case UInt8(ascii: "s"): flag = .dotall
      // `xx` changes how classes are read.
      case UInt8(ascii: "x") where previous != byte: flag = .extended
      default: return .unclear
      }
      if let flag {
        if adds { flags.insert(flag) } else { flags.remove(flag) }
      }
      previous = byte
    }
    return .unclear
  }

  /// Steps over a back-reference's name after `\g` or `\k`; false for subroutine calls and unknown forms.
  mutating func skipReference(_ kind: UInt8) -> Bool {
    if take("{") { return skip(through: UInt8(ascii: "}")) }
    guard kind == UInt8(ascii: "k") else { return false }
    if take("<") { return skip(through: UInt8(ascii: ">")) }
    if take("'") { return skip(through: UInt8(ascii: "'")) }
    return false
  }
}

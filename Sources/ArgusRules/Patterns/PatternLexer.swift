/// This is a PCRE2 pattern cut into tokens, as far as static analysis needs it.
///
/// It knows the common syntax exactly and gives up on the rest: ``isUnsupported`` is then set, the tokens end, and
/// nothing may be concluded. Verbs (`(*…)`), conditions, `\K` and whatever versions of PCRE2 disagree about belong there.
/// Lookarounds are one assertion each; their content is skipped.
struct PatternLexer {
  private static let nestingLimit = 250

  struct Options {
    var isCaseless: Bool
    var isDotall: Bool
    var isExtended: Bool
    var isMultiline: Bool
  }

  /// The pattern's bytes, each as the scalar of its number, so that syntax can be written as characters.
  let text: [Unicode.Scalar]
  var position = 0
  var options: Options
  var isQuoting = false
  var isUnsupported = false
  /// How many groups capture so far, those inside lookarounds included.
  var captureCount = 0
  /// True when the numbers of groups are not what their order says: `(?|…)` and `(?n)`.
  var hasUncertainNumbers = false
  /// The options to return to and whether the group is a lookaround, for each open group.
  private var groups: [(options: Options, isLookaround: Bool)] = []
  private var lookaroundDepth = 0

  init(_ pattern: String, flags: PatternFlags) {
    text = pattern.utf8.map { Unicode.Scalar($0) }
    options = Options(
      isCaseless: flags.contains(.caseless), isDotall: flags.contains(.dotall),
      isExtended: flags.contains(.extended), isMultiline: flags.contains(.multiline))
  }

  /// All tokens, or nil where the pattern has something unsupported.
  static func tokens(of pattern: RulePattern) -> [PatternToken]? { tokens(of: pattern.source, flags: pattern.flags) }

  static func tokens(of pattern: String, flags: PatternFlags) -> [PatternToken]? {
    var lexer = PatternLexer(pattern, flags: flags)
    var tokens: [PatternToken] = []
    while let token = lexer.next() { tokens.append(token) }
    return lexer.isUnsupported ? nil : tokens
  }

  mutating func next() -> PatternToken? {
    while let token = lex() {
      if lookaroundDepth == 0 { return token }
    }
    if !groups.isEmpty { isUnsupported = true }
    return nil
  }

  /// The next token, those inside lookarounds included; nil at the end and after something unsupported.
  private mutating func lex() -> PatternToken? {
    while true {
      skipIgnorable(atItem: true)
      let offset = position
      guard !isUnsupported, let character = take() else { return nil }
      if isQuoting { return quantified(literal(character), offset) }
      switch character {
      case "\\": return escape().flatMap { quantified($0, offset) }
      case "[": return characterClass().flatMap { quantified($0, offset) }
      case "(":
        guard groups.count < Self.nestingLimit, let opening = groupOpening() else { return unsupported() }
        switch opening {
        case .options: continue
        case .call: return quantified(.unknown, offset)
        case .group(let isLookaround, let capture, let outer):
          groups.append((outer, isLookaround))
          if isLookaround { lookaroundDepth += 1 }
          return PatternToken(item: .open(capture), offset: offset, end: position)
        }
      case ")":
        guard let group = groups.popLast() else { return unsupported() }
        options = group.options
        if group.isLookaround { lookaroundDepth -= 1 }
        return quantified(group.isLookaround ? .assertion(.other) : .close, offset)
      case "|": return PatternToken(item: .alternation, offset: offset, end: position)
      case "^": return quantified(.assertion(options.isMultiline ? .lineStart : .start), offset)
      case "$": return quantified(.assertion(.end), offset)
      case ".": return quantified(.set(options.isDotall ? .all : .exceptNewline), offset)
      case "*", "+", "?": return unsupported()
      default: return quantified(literal(character), offset)
      }
    }
  }

  // MARK: - Characters

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < text.count ? text[position + distance] : nil
  }

  mutating func take() -> Unicode.Scalar? {
    guard position < text.count else { return nil }
    position += 1
    return text[position - 1]
  }

  mutating func take(_ expected: String) -> Bool {
    let scalars = expected.unicodeScalars
    guard text[position...].starts(with: scalars) else { return false }
    position += scalars.count
    return true
  }

  /// Skips to behind `end`; false when it never comes.
  mutating func skip(past end: Unicode.Scalar) -> Bool {
    guard let index = text[position...].firstIndex(of: end) else { return false }
    position = index + 1
    return true
  }

  mutating func unsupported<Value>() -> Value? {
    isUnsupported = true
    return nil
  }

  func literal(_ character: Unicode.Scalar) -> PatternToken.Item {
    let byte = UInt8(truncatingIfNeeded: character.value)
    let isLetter = ByteSet.upper.contains(byte) || ByteSet.lower.contains(byte)
    return .byte(byte, isCaseless: options.isCaseless && isLetter)
  }

  // MARK: - What stands between items

  /// Skips empty quotes, comments and, in extended mode, white space; at an item also enters a quote.
  mutating func skipIgnorable(atItem: Bool) {
    while position < text.count {
      if take("\\E") {
        isQuoting = false
      } else if isQuoting {
        return
      } else if take("\\Q\\E") {
        continue
      } else if atItem, take("\\Q") {
        isQuoting = true
      } else if take("(?#") {
        if !skip(past: ")") { isUnsupported = true }
      } else if options.isExtended, let character = peek(), Self.isSpace(character) {
        position += 1
      } else if options.isExtended, take("#") {
        skipLineComment()
      } else {
        return
      }
    }
  }

  private mutating func skipLineComment() {
    while let character = take(), character != "\n" {
      // Whether a carriage return ends the comment depends on how PCRE2 was built.
      if character == "\r" { isUnsupported = true }
    }
  }

  private static func isSpace(_ character: Unicode.Scalar) -> Bool {
    ByteSet.space.contains(UInt8(truncatingIfNeeded: character.value))
  }
}

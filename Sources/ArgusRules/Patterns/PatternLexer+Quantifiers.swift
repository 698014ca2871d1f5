extension PatternLexer {
  /// The most PCRE2 allows.
  private static let repeatLimit = 65_535

  /// `item` with the quantifier that follows it, if any.
  mutating func quantified(_ item: PatternToken.Item, _ offset: Int) -> PatternToken? {
    var token = PatternToken(item: item, offset: offset, end: position)
    skipIgnorable(atItem: false)
    if isUnsupported { return nil }
    if isQuoting { return token }
    guard let quantifier = quantifier() else { return isUnsupported ? nil : token }
    // Versions differ on a quantified anchor; a quantified lookaround stays without width.
    if case .assertion(let kind) = item, kind != .other { return unsupported() }
    (token.minimum, token.maximum) = quantifier
    if take("+") { token.isPossessive = true } else { _ = take("?") }
    token.end = position
    skipIgnorable(atItem: false)
    // White space before a possessive `+` and stacked quantifiers are read differently by different versions.
    if !isQuoting, let character = peek(), "+*?".unicodeScalars.contains(character) || isBraceQuantifier {
      return unsupported()
    }
    return isUnsupported ? nil : token
  }

  private var isBraceQuantifier: Bool {
    var copy = self
    return copy.quantifier() != nil || copy.isUnsupported
  }

  private mutating func quantifier() -> (minimum: Int, maximum: Int?)? {
    switch peek() {
    case "?":
      position += 1
      return (0, 1)
    case "*":
      position += 1
      return (0, nil)
    case "+":
      position += 1
      return (1, nil)
    case "{": return braces()
    default: return nil
    }
  }

  /// `{n}`, `{n,}` or `{n,m}`; any other brace is a literal, except for forms that only newer versions count as
  /// quantifiers.
  private mutating func braces() -> (minimum: Int, maximum: Int?)? {
    // The longest is `{65535,65535}`; looking no further keeps a pattern full of braces linear.
    let window = text[(position + 1)...].prefix(16)
    let inner = window.prefix { ("0"..."9").contains($0) || $0 == "," || $0 == " " || $0 == "\t" }
    guard inner.endIndex < window.endIndex else { return inner.count == 16 ? unsupported() : nil }
    guard text[inner.endIndex] == "}" else { return nil }
    let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(String.UnicodeScalarView(part))
    }
    guard parts.count <= 2, let minimum = Int(parts[0]), minimum <= Self.repeatLimit else { return unsupported() }
    var maximum: Int? = minimum
    if parts.count == 2 {
      maximum = parts[1].isEmpty ? nil : Int(parts[1])
      if maximum == nil, !parts[1].isEmpty { return unsupported() }
    }
    if let maximum, maximum > Self.repeatLimit || maximum < minimum { return unsupported() }
    position = inner.endIndex + 1
    return (minimum, maximum)
  }
}

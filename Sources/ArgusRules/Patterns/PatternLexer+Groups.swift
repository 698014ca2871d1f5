extension PatternLexer {
  /// This is what stood behind an opening parenthesis.
  enum GroupOpening {
    /// `(?i)`: the rest of the enclosing group has other options.
    case options
    /// `(?R)`, `(?1)`, `(?&name)`, `(?P=name)`.
    case call
    /// A group; `outer` is what to return to at its end.
    case group(isLookaround: Bool, capture: PatternCapture?, outer: Options)
  }

  /// Reads what follows `(`; nil for something unsupported.
  mutating func groupOpening() -> GroupOpening? {
    let outer = options
    if peek() == "*" { return nil }
    guard take("?") else { return .group(isLookaround: false, capture: nextCapture(nil), outer: outer) }
    if take("|") {
      hasUncertainNumbers = true
      return .group(isLookaround: false, capture: nil, outer: outer)
    }
    if take(":") || take(">") { return .group(isLookaround: false, capture: nil, outer: outer) }
    for opening in ["=", "!", "<=", "<!", "*", "<*"] where take(opening) {
      return .group(isLookaround: true, capture: nil, outer: outer)
    }
    if take("P=") || take("P>") || take("&") { return skip(past: ")") ? .call : nil }
    if take("P<") || take("<") { return namedGroup(endingWith: ">", outer) }
    if take("'") { return namedGroup(endingWith: "'", outer) }
    if isNumberedCall { return skip(past: ")") ? .call : nil }
    return optionSetting(outer)
  }

  private mutating func namedGroup(endingWith end: Unicode.Scalar, _ outer: Options) -> GroupOpening? {
    let start = position
    guard skip(past: end) else { return nil }
    let name = String(String.UnicodeScalarView(text[start..<(position - 1)]))
    return .group(isLookaround: false, capture: nextCapture(name), outer: outer)
  }

  private mutating func nextCapture(_ name: String?) -> PatternCapture {
    captureCount += 1
    return PatternCapture(number: captureCount, name: name)
  }

  private var isNumberedCall: Bool {
    switch peek() {
    case "R": true
    case "+", "-": peek(1).map { ("0"..."9").contains($0) } ?? false
    case let character?: ("0"..."9").contains(character)
    case nil: false
    }
  }

  /// `imsx-imsx)` or `imsx-imsx:`, with `^` in front to clear everything.
  private mutating func optionSetting(_ outer: Options) -> GroupOpening? {
    var isSetting = true
    var new = options
    if take("^") { new = Options(isCaseless: false, isDotall: false, isExtended: false, isMultiline: false) }
    while let character = take() {
      switch character {
      case "i": new.isCaseless = isSetting
      case "s": new.isDotall = isSetting
      case "x":
        // `xx` also ignores blanks in classes.
        if peek() == "x" { return nil }
        new.isExtended = isSetting
      case "m": new.isMultiline = isSetting
      case "n": hasUncertainNumbers = true
      case "J", "U": break
      case "-": isSetting = false
      case ")":
        options = new
        return .options
      case ":":
        options = new
        return .group(isLookaround: false, capture: nil, outer: outer)
      default: return nil
      }
    }
    return nil
  }
}

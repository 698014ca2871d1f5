extension PatternLexer {
  /// This is what stood behind an opening parenthesis.
  enum GroupOpening {
    /// `(?i)`: the rest of the enclosing group has other options.
    case options
    /// `(?R)`, `(?1)`, `(?&name)`, `(?P=name)`.
    case call
    /// A group; `outer` is what to return to at its end.
    case group(isLookaround: Bool, outer: Options)
  }

  /// Reads what follows `(`; nil for something unsupported.
  mutating func groupOpening() -> GroupOpening? {
    let outer = options
    if peek() == "*" { return nil }
    guard take("?") else { return .group(isLookaround: false, outer: outer) }
    if take(":") || take(">") || take("|") { return .group(isLookaround: false, outer: outer) }
    for opening in ["=", "!", "<=", "<!", "*", "<*"] where take(opening) {
      return .group(isLookaround: true, outer: outer)
    }
    if take("P=") || take("P>") || take("&") { return skip(past: ")") ? .call : nil }
    if take("P<") || take("<") { return skip(past: ">") ? .group(isLookaround: false, outer: outer) : nil }
    if take("'") { return skip(past: "'") ? .group(isLookaround: false, outer: outer) : nil }
    if isNumberedCall { return skip(past: ")") ? .call : nil }
    return optionSetting(outer)
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
    if take("^") { new = Options(isCaseless: false, isDotall: false, isExtended: false) }
    while let character = take() {
      switch character {
      case "i": new.isCaseless = isSetting
      case "s": new.isDotall = isSetting
      case "x":
        // `xx` also ignores blanks in classes.
        if peek() == "x" { return nil }
        new.isExtended = isSetting
      case "m", "n", "J", "U": break
      case "-": isSetting = false
      case ")":
        options = new
        return .options
      case ":":
        options = new
        return .group(isLookaround: false, outer: outer)
      default: return nil
      }
    }
    return nil
  }
}

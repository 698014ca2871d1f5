extension PatternLexer {
  /// Reads a class behind its `[`. One that holds a single byte, or both cases of a letter, becomes that byte.
  mutating func characterClass() -> PatternToken.Item? {
    let isNegated = take("^")
    var set = ByteSet()
    var isFirst = true
    while true {
      guard let character = take() else { return unsupported() }
      if character == "]", !isFirst { break }
      isFirst = false
      guard let element = element(character) else { return unsupported() }
      switch element {
      case .set(let members): set = set.union(members)
      case .byte(let low):
        guard let high = rangeEnd() else {
          if isUnsupported { return nil }
          set.insert(low)
          continue
        }
        guard low <= high else { return unsupported() }
        set = set.union(ByteSet(low...high))
      }
    }
    if options.isCaseless { set = set.caseless }
    return isNegated ? .set(set.inverted) : item(of: set)
  }

  private enum Element {
    case byte(UInt8)
    case set(ByteSet)
  }

  private mutating func element(_ character: Unicode.Scalar) -> Element? {
    switch character {
    case "\\":
      guard let next = peek() else { return nil }
      if let set = shorthand(next) {
        position += 1
        return .set(set)
      }
      if next == "b" {
        position += 1
        return .byte(0x08)
      }
      if next == "p" || next == "P" {
        position += 1
        guard let name = take() else { return nil }
        return name != "{" || skip(past: "}") ? .set(.all) : nil
      }
      return escapedByte().map { .byte($0) }
    case "[" where peek() == ":":
      return posixClass()
    case "[" where peek() == "." || peek() == "=":
      return nil
    default: return .byte(UInt8(truncatingIfNeeded: character.value))
    }
  }

  /// `[:name:]` or `[:^name:]` behind its first bracket. Without the closing `:]` the bracket is a literal, as is one
  /// whose name is not a word.
  private mutating func posixClass() -> Element? {
    var index = position + 1
    let isNegated = index < text.count && text[index] == "^"
    if isNegated { index += 1 }
    var name = ""
    while index < text.count, ("a"..."z").contains(text[index]) {
      name.unicodeScalars.append(text[index])
      index += 1
    }
    guard index + 1 < text.count, text[index] == ":", text[index + 1] == "]" else {
      // What counts as the end of a malformed class is not worth being sure about.
      return text[position...].contains("]") && name.isEmpty ? .byte(UInt8(ascii: "[")) : nil
    }
    guard let set = ByteSet(posix: name) else { return nil }
    position = index + 2
    return .set(isNegated ? set.inverted : set)
  }

  /// The upper end of a range, where `-` and a byte follow; nil where the byte stands alone.
  private mutating func rangeEnd() -> UInt8? {
    guard peek() == "-", let next = peek(1), next != "]" else { return nil }
    position += 1
    guard let character = take(), let element = element(character) else { return unsupported() }
    // A hyphen before a shorthand is read differently by different versions.
    guard case .byte(let high) = element else { return unsupported() }
    return high
  }

  private func item(of set: ByteSet) -> PatternToken.Item {
    let members = set.members
    if members.count == 1 { return .byte(members[0], isCaseless: false) }
    if members.count == 2, members[0] ^ members[1] == 0x20, ByteSet.upper.contains(members[0]) {
      return .byte(members[1], isCaseless: true)
    }
    return .set(set)
  }
}

/// This is the translation of regular expressions over file names into globs, as far as the two can say the same.
enum PathGlobs {
  private static let limit = 32

  /// Globs that together match what `expression` does; nil where it says more than a glob can.
  static func globs(for expression: String) -> [String]? {
    var text = Array(expression.unicodeScalars)
    for flag in ["(?i)", "(?s)"] where text.starts(with: flag.unicodeScalars) {
      text.removeFirst(flag.unicodeScalars.count)
    }
    guard let alternatives = expand(text) else { return nil }
    var globs: [String] = []
    for alternative in alternatives {
      guard let glob = glob(alternative), glob.contains(where: { $0 != "*" }) else { return nil }
      globs.append(glob)
    }
    return globs
  }

  /// Spells out groups of alternatives that are not nested.
  private static func expand(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]]? {
    var results: [[Unicode.Scalar]] = [[]]
    var index = 0
    while index < text.count {
      let character = text[index]
      if character == "\\", index + 1 < text.count {
        results = results.map { $0 + [character, text[index + 1]] }
        index += 2
      } else if character == "|" || character == ")" {
        return nil
      } else if character == "(" {
        guard let (branches, next) = group(text, from: index + 1) else { return nil }
        index = next
        let isOptional = index < text.count && text[index] == "?"
        if isOptional { index += 1 }
        if index < text.count, "*+{".unicodeScalars.contains(text[index]) { return nil }
        results = results.flatMap { start in branches.map { start + $0 } + (isOptional ? [start] : []) }
        guard results.count <= limit else { return nil }
      } else {
        results = results.map { $0 + [character] }
        index += 1
      }
    }
    return results
  }

  private static func group(_ text: [Unicode.Scalar], from start: Int) -> (branches: [[Unicode.Scalar]], next: Int)? {
    var index = start
    if index + 1 < text.count, text[index] == "?" {
      guard text[index + 1] == ":" else { return nil }
      index += 2
    }
    var branches: [[Unicode.Scalar]] = [[]]
    while index < text.count {
      switch text[index] {
      case "\\" where index + 1 < text.count:
        branches[branches.count - 1] += [text[index], text[index + 1]]
        index += 1
      case "|": branches.append([])
      case "(": return nil
      case ")": return (branches, index + 1)
      default: branches[branches.count - 1].append(text[index])
      }
      index += 1
    }
    return nil
  }

  private static func glob(_ text: [Unicode.Scalar]) -> String? {
    // Both ends are open unless they are anchored.
    var glob: [Unicode.Scalar] = ["*"]
    var isClosed = false
    var index = 0
    while index < text.count {
      let character = text[index]
      let next = index + 1 < text.count ? text[index + 1] : nil
      switch character {
      case "^":
        guard glob == ["*"], index == 0 || text[..<index] == ["/"] else { return nil }
        glob = []
      case "$":
        guard index == text.count - 1 else { return nil }
        isClosed = true
      case "." where next == "*" || next == "+":
        if glob.last != "*" { glob.append("*") }
        index += 1
      case ".": glob.append("?")
      case "\\":
        // `\d`, `\b` and their like say more than a glob can.
        guard let next, next.isASCII, !next.properties.isAlphabetic, next.properties.numericType == nil else {
          return nil
        }
        glob.append(next)
        index += 1
      case "[", "]", "{", "}", "+", "?", "*": return nil
      default: glob.append(character)
      }
      index += 1
      if index < text.count, "*+?{".unicodeScalars.contains(text[index]) { return nil }
    }
    if !isClosed, glob.last != "*" { glob.append("*") }
    return String(String.UnicodeScalarView(glob))
  }
}

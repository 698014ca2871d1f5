/// This is where a comment ends whose first word stands somewhere on a line, and what the line holds beside it.
///
/// Languages are not parsed: the marks before the word tell whether a comment begins, and what would close it.
struct CommentBounds {
  /// Where its text ends: at what closes it, or with the line.
  let end: Int
  /// Whether nothing but marks and blanks, or the one word that begins a comment, stands beside it.
  let isAlone: Bool

  /// nil where no comment begins before `word`.
  init?(of line: Span<UInt8>, from word: Range<Int>) {
    guard Self.isComment(line, before: word.lowerBound) else { return nil }
    let closing = Self.closing(line, word)
    end = closing?.lowerBound ?? line.count
    let behind = closing?.upperBound ?? line.count
    isAlone =
      Self.isBare(line, before: word.lowerBound) && !(behind..<line.count).contains { Self.isWord(line[$0]) }
  }

  private static func isComment(_ line: Span<UInt8>, before start: Int) -> Bool {
    var index = start
    while index > 0, line[index - 1] == 0x20 || line[index - 1] == 0x09 { index -= 1 }
    guard index > 0 else { return true }
    if leaders.contains(line[index - 1]) { return true }
    return ["rem", "dnl"].contains { word in
      guard index >= 3 else { return false }
      let isAtStart = index == 3 || line[index - 4] == 0x20 || line[index - 4] == 0x09
      return isAtStart && (0..<3).allSatisfy { line[index - 3 + $0] | 0x20 == Array(word.utf8)[$0] }
    }
  }

  private static func isBare(_ line: Span<UInt8>, before start: Int) -> Bool {
    var letters: [UInt8] = []
    for index in 0..<start where isWord(line[index]) { letters.append(line[index] | 0x20) }
    return letters.isEmpty || letters.elementsEqual("rem".utf8) || letters.elementsEqual("dnl".utf8)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
  }

  /// What closes the comment behind `word`; nil where it goes on to the end of the line.
  private static func closing(_ line: Span<UInt8>, _ word: Range<Int>) -> Range<Int>? {
    let closers = closers(line, before: word.lowerBound)
    guard !closers.isEmpty else { return nil }
    for start in word.upperBound..<line.count {
      for closer in closers where holds(line, closer, at: start) {
        // The mark within `isn't` closes nothing.
        if closer == apostrophe, isWord(line[start - 1]), start + 1 < line.count, isWord(line[start + 1]) { continue }
        return start..<(start + closer.count)
      }
    }
    return nil
  }

  private static func closers(_ line: Span<UInt8>, before start: Int) -> [[UInt8]] {
    if start > 0, line[start - 1] == UInt8(ascii: "\"") || line[start - 1] == apostrophe[0] {
      return [[line[start - 1]]]
    }
    var index = start
    while index > 0, !isWord(line[index - 1]) { index -= 1 }
    while index < start {
      if let block = blocks.first(where: { holds(line, $0.opener, at: index) }) { return [block.closer] }
      if lineComments.contains(where: { holds(line, $0, at: index) }) { return [] }
      index += 1
    }
    // The block began on a line above.
    return blocks.map(\.closer)
  }

  private static func holds(_ line: Span<UInt8>, _ mark: [UInt8], at start: Int) -> Bool {
    guard line.count - start >= mark.count else { return false }
    return mark.indices.allSatisfy { line[start + $0] == mark[$0] }
  }

  private static let leaders = Set("#/*-;%!<'\"{(.@\\|".utf8)
  private static let apostrophe = [UInt8(ascii: "'")]
  private static let lineComments = ["//", "#", "--", ";", "%"].map { Array($0.utf8) }
  private static let blocks = [
    ("<!--", "-->"), ("/*", "*/"), ("{{!", "}}"), ("{#", "#}"), ("{-", "-}"), ("(*", "*)"), ("<%", "%>"), ("<#", "#>"),
    ("#|", "|#"), ("@*", "*@"), ("\"\"\"", "\"\"\""), ("'''", "'''"),
  ].map { (opener: Array($0.0.utf8), closer: Array($0.1.utf8)) }
}

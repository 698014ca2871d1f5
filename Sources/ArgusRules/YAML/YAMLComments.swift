/// This is one comment of a YAML file.
package struct YAMLComment: Sendable, Hashable {
  /// From its `#` to the end of its line, without trailing blanks.
  package var text: String
  /// 1-based.
  package var line: Int
  /// True when something other than blanks stands before it on its line.
  package var isTrailing: Bool
}

/// This is what a parser drops and a formatter must keep.
package struct YAMLLayout: Sendable {
  package private(set) var comments: [YAMLComment] = []
  /// The numbers of lines, counted from 1, with nothing or only blanks on them, outside of texts.
  package private(set) var blankLines: Set<Int> = []
  /// Why the file's layout cannot be kept; nil where it can.
  package private(set) var obstacle: String?

  /// - Precondition: `document` was parsed from `bytes` without a fault.
  package init(of document: YAMLDocument, bytes: [UInt8]) {
    let lines = document.lines.map { Array($0.unicodeScalars) }
    let isText = marks(bytes, lines)
    for (number, line) in lines.enumerated() {
      let inText = isText[number]
      if line.allSatisfy({ $0 == " " || $0 == "\t" }), !inText.contains(true) {
        blankLines.insert(number + 1)
        continue
      }
      for (column, character) in line.enumerated() where character == "#" && !inText[column] {
        let before = column > 0 ? line[column - 1] : " "
        guard before == " " || before == "\t" else { continue }
        var text = line[column...]
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        comments.append(
          YAMLComment(
            text: String(String.UnicodeScalarView(text)), line: number + 1,
            isTrailing: !line[..<column].allSatisfy { $0 == " " || $0 == "\t" }))
        break
      }
    }
  }

  /// Which characters belong to scalars, so that a `#` among them is none of a comment.
  private mutating func marks(_ bytes: [UInt8], _ lines: [[Unicode.Scalar]]) -> [[Bool]] {
    var isText = lines.map { [Bool](repeating: false, count: $0.count) }
    var events = YAMLEventSource(bytes: YAMLText(bytes).bytes)
    while case .success(let event) = events.next() {
      if case .streamEnd = event.kind { break }
      if event.anchor != nil { obstacle = "it uses anchors" }
      guard case .scalar = event.kind else { continue }
      let (start, end) = (event.start, event.end)
      guard start.line < lines.count else { continue }
      if let first = lines[start.line].dropFirst(start.column).first, first == "|" || first == ">",
        lines[start.line].dropFirst(start.column).contains("#")
      {
        obstacle = "a comment stands behind the `\(first)` of a block"
      }
      for line in start.line...max(start.line, min(end.line, lines.count - 1)) {
        let from = line == start.line ? start.column : 0
        let to = line == end.line ? min(end.column, lines[line].count) : lines[line].count
        for column in from..<max(from, to) where column < isText[line].count { isText[line][column] = true }
      }
    }
    return isText
  }
}

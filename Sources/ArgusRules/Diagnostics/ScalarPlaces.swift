/// This is the way from a byte of a YAML scalar's text back to the place where it is written, in any of YAML's styles.
///
/// The text and the lines it was read from are walked side by side. Where the two do not agree, nil is the answer: a
/// wrong place is worse than the scalar's beginning.
struct ScalarPlaces {
  private var lines: [[Unicode.Scalar]]
  private var line = 0
  private var column: Int
  private let text: [Unicode.Scalar]
  private var index = 0
  /// Bytes of the text before `index`.
  private var byte = 0
  private let target: Int

  /// The line and column of byte `offset` of `text`, both counted from 0, `line` from the first of `lines`.
  ///
  /// - Parameters:
  ///   - lines: the lines of the file from the one that the scalar begins on.
  ///   - column: where the scalar begins on the first of them, counted from 0.
  static func place(ofByte offset: Int, of text: String, in lines: ArraySlice<String>, column: Int)
    -> (line: Int, column: Int)?
  {
    var walk = ScalarPlaces(target: offset, text: text, lines: lines, column: column)
    guard let first = walk.peek() else { return nil }
    switch first {
    case "'": return walk.flow(quote: "'")
    case "\"": return walk.flow(quote: "\"")
    case "|", ">": return walk.block()
    default: return walk.flow(quote: nil)
    }
  }

  private init(target: Int, text: String, lines: ArraySlice<String>, column: Int) {
    self.target = target
    self.text = Array(text.unicodeScalars)
    // A pattern has at most 32,768 bytes, so no more lines than that can belong to it.
    self.lines = lines.prefix(32_768).map { Array($0.unicodeScalars) }
    self.column = column
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    guard line < lines.count, column + distance < lines[line].count else { return nil }
    return lines[line][column + distance]
  }

  private var isAtTarget: Bool { byte >= target }

  /// Steps over one scalar of the text that is written as `width` scalars of the line.
  private mutating func step(_ scalar: Unicode.Scalar, width: Int) -> Bool {
    guard index < text.count, text[index] == scalar else { return false }
    byte += UTF8.width(scalar)
    index += 1
    column += width
    return true
  }

  // MARK: - Plain and quoted

  private mutating func flow(quote: Unicode.Scalar?) -> (line: Int, column: Int)? {
    if quote != nil { column += 1 }
    while !isAtTarget {
      guard line < lines.count else { return nil }
      if isBlankToTheEnd {
        guard foldLine() else { return nil }
        continue
      }
      guard let scalar = peek() else { return nil }
      if quote == "'", scalar == "'" {
        // Within single quotes a quote is written twice.
        guard peek(1) == "'", step("'", width: 2) else { return nil }
      } else if quote == "\"", scalar == "\\" {
        guard escape() else { return nil }
      } else {
        guard step(scalar, width: 1) else { return nil }
      }
    }
    return (line, column)
  }

  /// Whether nothing but blanks follows on the line, so that the line break is folded into the text.
  private var isBlankToTheEnd: Bool { lines[line][min(column, lines[line].count)...].allSatisfy(Self.isBlank) }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

  /// One line break becomes a space; each empty line after it a line feed instead.
  private mutating func foldLine() -> Bool {
    var empty = 0
    line += 1
    while line < lines.count, lines[line].allSatisfy(Self.isBlank) {
      empty += 1
      line += 1
    }
    guard line < lines.count else { return false }
    column = lines[line].prefix(while: Self.isBlank).count
    if empty == 0 { return step(" ", width: 0) }
    for _ in 0..<empty where !step("\n", width: 0) { return false }
    return true
  }

  /// An escape of double quotes stands for one scalar of the text, or joins two lines.
  private mutating func escape() -> Bool {
    guard let next = peek(1) else {
      line += 1
      guard line < lines.count else { return false }
      column = lines[line].prefix(while: Self.isBlank).count
      return true
    }
    let width = next == "x" ? 4 : next == "u" ? 6 : next == "U" ? 10 : 2
    guard index < text.count else { return false }
    return step(text[index], width: width)
  }

  // MARK: - Block scalars

  private mutating func block() -> (line: Int, column: Int)? {
    let header = lines[line][column...].prefix { !Self.isBlank($0) }
    let explicit = header.compactMap { Int(String($0)) }.first
    let parent = lines[line].prefix { $0 == " " }.count
    line += 1
    guard let first = lines[min(line, lines.count)...].first(where: { !$0.allSatisfy(Self.isBlank) }) else {
      return nil
    }
    let found = first.prefix { $0 == " " }.count
    // An explicit indentation counts from the parent's, which a list item's dash may hide: it is only trusted where it agrees.
    let indent = explicit.map { parent + $0 <= found ? parent + $0 : found } ?? found
    column = indent
    while !isAtTarget {
      guard line < lines.count, index < text.count else { return nil }
      if column < lines[line].count {
        guard step(lines[line][column], width: 1) else { return nil }
        continue
      }
      // The end of a line is one space where the style folds, else line feeds: one, and one for each empty line.
      if text[index] == " " {
        guard step(" ", width: 0) else { return nil }
      } else {
        guard text[index] == "\n" else { return nil }
        while !isAtTarget, index < text.count, text[index] == "\n" { _ = step("\n", width: 0) }
        if isAtTarget, index < text.count, text[index] == "\n" { return (line, lines[line].count) }
      }
      line += 1
      while line < lines.count, lines[line].count <= indent, lines[line].allSatisfy(Self.isBlank) { line += 1 }
      column = indent
    }
    return (line, column)
  }
}

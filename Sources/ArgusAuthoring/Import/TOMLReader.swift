/// This is a strict reader of TOML 1.0, for rule files of other tools.
///
/// What it cannot read it refuses with a place; it never guesses. Values may be nested 32 deep.
struct TOMLReader {
  struct Fault: Error, Hashable {
    var message: String
    /// Counted from 1.
    var line: Int
    var column: Int
  }

  static let depthLimit = 32

  private let text: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0

  static func read(_ text: String) throws(Fault) -> TOMLTable {
    var reader = TOMLReader(text)
    return try reader.document()
  }

  private init(_ text: String) { self.text = Array(text.unicodeScalars) }

  private mutating func document() throws(Fault) -> TOMLTable {
    let root = TOMLTable(line: 1)
    var current = root
    while true {
      skipBlankLines()
      guard let character = peek() else { return root }
      if character == "[" {
        current = try header(root)
      } else {
        try keyValue(into: current, depth: 0)
      }
      try endLine()
    }
  }

  // MARK: - Structure

  private mutating func header(_ root: TOMLTable) throws(Fault) -> TOMLTable {
    let start = line
    index += 1
    let isList = take("[")
    let path = try keys()
    guard take("]"), !isList || take("]") else { throw fault("a header ends with `]`") }
    guard let last = path.last else { throw fault("a header needs a name") }
    let parent = try descend(from: root, path.dropLast())
    guard isList else {
      switch parent[last] {
      case nil:
        let table = TOMLTable(line: start)
        table.isClosed = true
        _ = parent.insert(.table(table), for: last)
        return table
      case .table(let table)? where !table.isClosed:
        table.isClosed = true
        return table
      default: throw fault("the table `\(last)` stands twice")
      }
    }
    let table = TOMLTable(line: start)
    switch parent[last] {
    case nil:
      let list = TOMLTableList()
      list.tables.append(table)
      _ = parent.insert(.tables(list), for: last)
    case .tables(let list)?: list.tables.append(table)
    default: throw fault("`\(last)` is no list of tables")
    }
    return table
  }

  /// The table at `path`, made where it is missing; of a list its last one.
  private func descend(from table: TOMLTable, _ path: some Sequence<String>) throws(Fault) -> TOMLTable {
    var table = table
    for key in path {
      switch table[key] {
      case nil:
        let next = TOMLTable(line: line)
        _ = table.insert(.table(next), for: key)
        table = next
      case .table(let next)?: table = next
      case .tables(let list)?:
        guard let next = list.tables.last else { throw fault("`\(key)` is empty") }
        table = next
      default: throw fault("`\(key)` is no table")
      }
    }
    return table
  }

  private mutating func keyValue(into table: TOMLTable, depth: Int) throws(Fault) {
    let path = try keys()
    skipBlanks()
    guard take("=") else { throw fault("`=` is missing behind the key") }
    skipBlanks()
    guard let last = path.last else { throw fault("a key is missing") }
    let value = try value(depth: depth)
    let owner = try descend(from: table, path.dropLast())
    guard owner.insert(value, for: last) else { throw fault("the key `\(last)` stands twice") }
  }

  private mutating func keys() throws(Fault) -> [String] {
    var keys: [String] = []
    repeat {
      skipBlanks()
      switch peek() {
      case "\"":
        index += 1
        keys.append(try basicString())
      case "'":
        index += 1
        keys.append(try literalString())
      default:
        var key = String.UnicodeScalarView()
        while let character = peek(), Self.isBare(character) {
          key.append(character)
          index += 1
        }
        guard !key.isEmpty else { throw fault("a key is missing") }
        keys.append(String(key))
      }
      skipBlanks()
    } while take(".")
    return keys
  }

  private static func isBare(_ character: Unicode.Scalar) -> Bool {
    switch character {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }

  // MARK: - Values

  private mutating func value(depth: Int) throws(Fault) -> TOMLValue {
    guard depth < Self.depthLimit else { throw fault("values are nested more than \(Self.depthLimit) deep") }
    if take("\"\"\"") { return .text(try multiline(basic: true)) }
    if take("'''") { return .text(try multiline(basic: false)) }
    switch peek() {
    case "\"":
      index += 1
      return .text(try basicString())
    case "'":
      index += 1
      return .text(try literalString())
    case "[":
      index += 1
      return .array(try array(depth: depth + 1))
    case "{":
      index += 1
      return .table(try inlineTable(depth: depth + 1))
    default: return try word()
    }
  }

  private mutating func array(depth: Int) throws(Fault) -> [TOMLValue] {
    var values: [TOMLValue] = []
    while true {
      skipBlankLines()
      if take("]") { return values }
      values.append(try value(depth: depth))
      skipBlankLines()
      if take(",") { continue }
      guard take("]") else { throw fault("a list goes on with `,` or ends with `]`") }
      return values
    }
  }

  private mutating func inlineTable(depth: Int) throws(Fault) -> TOMLTable {
    let table = TOMLTable(line: line)
    defer { table.isClosed = true }
    skipBlanks()
    if take("}") { return table }
    while true {
      try keyValue(into: table, depth: depth)
      skipBlanks()
      if take(",") { continue }
      guard take("}") else { throw fault("an inline table goes on with `,` or ends with `}`") }
      return table
    }
  }

  /// A number, truth value, date or time.
  private mutating func word() throws(Fault) -> TOMLValue {
    var word = String.UnicodeScalarView()
    while let character = peek(), Self.isBare(character) || "+.:".unicodeScalars.contains(character) {
      word.append(character)
      index += 1
    }
    let text = String(word)
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf", "-inf", "nan", "+nan", "-nan": return .number(text.hasSuffix("nan") ? .nan : .infinity)
    case "": throw fault("a value is missing")
    default: break
    }
    let digits = text.replacing("_", with: "")
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      if let number = Int(digits.dropFirst(2), radix: radix) { return .integer(number) }
    }
    if let number = Int(digits) { return .integer(number) }
    let isNumber = digits.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || "+-.eE".unicodeScalars.contains($0) }
    if isNumber, let number = Double(digits) { return .number(number) }
    let isMoment = text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || "-:.TtZz+".unicodeScalars.contains($0) }
    if isMoment, text.unicodeScalars.first.map({ ("0"..."9").contains($0) }) == true { return .moment(text) }
    throw fault("`\(text.prefix(40))` is no value; texts need quotes")
  }

  // MARK: - Texts

  private mutating func literalString() throws(Fault) -> String {
    var result = String.UnicodeScalarView()
    while let character = peek(), character != "\n" {
      index += 1
      if character == "'" { return String(result) }
      result.append(character)
    }
    throw fault("a text is not closed on its line")
  }

  private mutating func basicString() throws(Fault) -> String {
    var result = String.UnicodeScalarView()
    while let character = peek(), character != "\n" {
      index += 1
      if character == "\"" { return String(result) }
      if character == "\\" {
        result.append(try escape())
      } else {
        result.append(character)
      }
    }
    throw fault("a text is not closed on its line")
  }

  private mutating func multiline(basic: Bool) throws(Fault) -> String {
    let quote: Unicode.Scalar = basic ? "\"" : "'"
    // A line break directly behind the opening quotes does not count.
    if peek() == "\r", peek(1) == "\n" { index += 1 }
    if peek() == "\n" { newLine() }
    var result = String.UnicodeScalarView()
    while let character = peek() {
      if character == quote, peek(1) == quote, peek(2) == quote {
        index += 3
        // Up to two more quotes belong to the text.
        for _ in 0..<2 where peek() == quote {
          result.append(quote)
          index += 1
        }
        return String(result)
      }
      if basic, character == "\\" {
        index += 1
        if skipContinuation() { continue }
        result.append(try escape())
        continue
      }
      result.append(character)
      if character == "\n" { newLine() } else { index += 1 }
    }
    throw fault("a text over several lines is not closed")
  }

  /// A backslash at the end of a line joins it with the next text.
  private mutating func skipContinuation() -> Bool {
    var ahead = 0
    while let character = peek(ahead), character == " " || character == "\t" || character == "\r" { ahead += 1 }
    guard peek(ahead) == "\n" else { return false }
    index += ahead
    while let character = peek(), character == "\n" || character == " " || character == "\t" || character == "\r" {
      if character == "\n" { newLine() } else { index += 1 }
    }
    return true
  }

  /// What an escape stands for, behind its backslash.
  private mutating func escape() throws(Fault) -> Unicode.Scalar {
    guard let character = peek() else { throw fault("a text ends with a backslash") }
    index += 1
    switch character {
    case "b": return "\u{08}"
    case "t": return "\t"
    case "n": return "\n"
    case "f": return "\u{0C}"
    case "r": return "\r"
    case "\"": return "\""
    case "\\": return "\\"
    case "u", "U":
      var digits = ""
      while digits.utf8.count < (character == "u" ? 4 : 8), let digit = peek(), digit.properties.isASCIIHexDigit {
        digits.unicodeScalars.append(digit)
        index += 1
      }
      guard digits.utf8.count == (character == "u" ? 4 : 8), let value = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(value)
      else { throw fault("`\\\(character)` needs the number of a character") }
      return scalar
    default: throw fault("`\\\(character)` is no escape; patterns go in ''' quotes")
    }
  }

  // MARK: - Characters

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < text.count ? text[index + distance] : nil
  }

  private mutating func take(_ expected: String) -> Bool {
    let scalars = expected.unicodeScalars
    guard text[index...].starts(with: scalars) else { return false }
    index += scalars.count
    return true
  }

  private mutating func newLine() {
    index += 1
    line += 1
    lineStart = index
  }

  private mutating func skipBlanks() {
    while let character = peek(), character == " " || character == "\t" { index += 1 }
  }

  private mutating func skipComment() {
    guard peek() == "#" else { return }
    while let character = peek(), character != "\n" { index += 1 }
  }

  private mutating func skipBlankLines() {
    while true {
      skipBlanks()
      skipComment()
      if peek() == "\r", peek(1) == "\n" { index += 1 }
      guard peek() == "\n" else { return }
      newLine()
    }
  }

  private mutating func endLine() throws(Fault) {
    skipBlanks()
    skipComment()
    if peek() == "\r" { index += 1 }
    guard peek() == nil || peek() == "\n" else { throw fault("nothing may follow on this line") }
  }

  private func fault(_ message: String) -> Fault {
    Fault(message: message, line: line, column: max(1, index - lineStart + 1))
  }
}

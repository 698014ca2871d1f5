/// This is text of the kinds that requests carry, made up anew each time and always the same: code, prose, JSON and logs.
enum SampleText {
  static let byteCount = 256 << 10

  /// Pieces of about 4 KiB, 256 KiB together.
  static func pieces() -> [[UInt8]] {
    var generator = SeededGenerator(seed: 7)
    var pieces: [[UInt8]] = []
    var total = 0
    while total < byteCount {
      var piece = ""
      let kind = pieces.count % 4
      while piece.utf8.count < 4_096 {
        switch kind {
        case 0: piece += code(&generator)
        case 1: piece += sentence(&generator)
        case 2: piece += record(&generator)
        default: piece += logLine(&generator)
        }
      }
      let bytes = Array(piece.utf8.prefix(min(4_096, byteCount - total)))
      total += bytes.count
      pieces.append(bytes)
    }
    return pieces
  }

  private static let words =
    ("the of and to in is that for it with as was on be by this are from or have an they which one you were all her she"
    + " there would their we him been has when who will more no if out so said what up its about into than them can only"
    + " other new some could time these two may then do first any my now such like our over man me even most made after"
    + " also did many before must through back years where much your way well down should because each just those people"
    + " request server token user account key password client config value error message file path build test deploy")
    .split(separator: " ").map(String.init)
  private static let names =
    ("index count result buffer session handler options request response parser state cache token entry node offset"
    + " limit user config client context record payload header").split(separator: " ").map(String.init)

  private static func pick(_ list: [String], _ generator: inout SeededGenerator) -> String {
    list.randomElement(using: &generator) ?? ""
  }

  private static func number(_ range: Range<Int>, _ generator: inout SeededGenerator) -> Int {
    Int.random(in: range, using: &generator)
  }

  private static func hexadecimal(_ count: Int, _ generator: inout SeededGenerator) -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<count).compactMap { _ in digits.randomElement(using: &generator) })
  }

  private static func code(_ generator: inout SeededGenerator) -> String {
    let (a, b, c) = (pick(names, &generator), pick(names, &generator), pick(names, &generator))
    switch number(0..<5, &generator) {
    case 0: return "  let \(a) = \(b).\(c)(at: \(number(0..<4096, &generator)))\n"
    case 1:
      return "  if \(a) > \(number(0..<64, &generator)) { return \(b)[\(c)] }  // \(pick(words, &generator)) \(b)\n"
    case 2: return "func \(a)_\(b)(\(c): &str) -> Result<usize> {\n    self.\(c)_\(a).get(\"\(b)-\(c)\")\n}\n"
    case 3: return "import { \(a), \(b) } from \"./\(c)/\(a).js\";\n"
    default: return "const \(a.uppercased())_\(b.uppercased()) = '\(pick(words, &generator))/\(c)';\n"
    }
  }

  private static func sentence(_ generator: inout SeededGenerator) -> String {
    let text = (0..<number(6..<18, &generator)).map { _ in pick(words, &generator) }.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst() + (number(0..<5, &generator) == 0 ? ".\n\n" : ". ")
  }

  private static func record(_ generator: inout SeededGenerator) -> String {
    "{\"id\": \"\(hexadecimal(8, &generator))-\(hexadecimal(4, &generator))-\(hexadecimal(12, &generator))\", "
      + "\"\(pick(names, &generator))\": \(number(0..<100_000, &generator)), \"\(pick(names, &generator))\": "
      + "\"\(pick(words, &generator)) \(pick(words, &generator))\", \"enabled\": \(number(0..<2, &generator) == 0)},\n"
  }

  private static func logLine(_ generator: inout SeededGenerator) -> String {
    let (hour, minute, second) = (number(10..<24, &generator), number(10..<60, &generator), number(10..<60, &generator))
    return "2026-03-\(number(10..<29, &generator))T\(hour):\(minute):\(second).\(number(100..<999, &generator))Z INFO "
      + "\(pick(names, &generator))=\(number(1..<65_536, &generator)) GET /\(pick(words, &generator))/"
      + "\(hexadecimal(12, &generator)) 200 \(number(1..<9_000, &generator))us sha256:\(hexadecimal(16, &generator))\n"
  }
}

/// Random JSON texts together with the strings that stand in them.
struct RandomJSON {
  var generator: SeededGenerator
  /// Every key and string value, in order of the text.
  private(set) var strings: [String] = []
  private(set) var text = ""
  /// Put into some of the values.
  var needle = ""

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func make() -> String {
    text = ""
    strings = []
    object(depth: 0)
    return text
  }

  private mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &generator) }

  private mutating func space() { text += ["", "", " ", "\n", "\t", "\r\n  "][roll(6)] }

  private mutating func value(depth: Int) {
    space()
    switch roll(depth > 5 ? 5 : 8) {
    case 0: text += ["true", "false", "null"][roll(3)]
    case 1: text += ["0", "-12", "3.5e10", "1E-7", "12345"][roll(5)]
    case 2, 3, 4:
      var content = string()
      if !needle.isEmpty, roll(3) == 0 { content += needle + string() }
      write(content)
    case 5, 6: object(depth: depth + 1)
    default:
      text += "["
      for item in 0..<roll(4) {
        if item > 0 { text += "," }
        value(depth: depth + 1)
      }
      space()
      text += "]"
    }
    space()
  }

  private mutating func object(depth: Int) {
    text += "{"
    for member in 0..<roll(5) {
      if member > 0 { text += "," }
      space()
      // The number keeps the keys of one object apart.
      write("\(member)" + string())
      space()
      text += ":"
      value(depth: depth)
    }
    space()
    text += "}"
  }

  private mutating func string() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\r", "\u{8}", "\u{C}", "\u{0}", "\u{1F}", "\u{7F}", "é", "ß",
      "€", "中", "\u{FFFD}", "😀", "\u{10FFFF}", "{", "}", "[", "]", ":", ",", "%",
    ]
    var content = String.UnicodeScalarView()
    for _ in 0..<roll(12) { content.append(scalars[roll(scalars.count)]) }
    return String(content)
  }

  private mutating func write(_ content: String) {
    strings.append(content)
    text += "\""
    for scalar in content.unicodeScalars { escape(scalar) }
    text += "\""
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    let short: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\u{8}": "\\b", "\u{C}": "\\f",
    ]
    let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
    switch roll(mustEscape ? 2 : 4) {
    case 0: for unit in String(scalar).utf16 { text += "\\u" + hexadecimal(unit) }
    case 1 where short[scalar] != nil: text += short[scalar] ?? ""
    case 1 where mustEscape: for unit in String(scalar).utf16 { text += "\\u" + hexadecimal(unit) }
    case 2 where scalar == "/": text += "\\/"
    default: text.unicodeScalars.append(scalar)
    }
  }

  private mutating func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: roll(2) == 0)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

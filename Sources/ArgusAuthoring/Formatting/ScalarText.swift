import ArgusRules

/// This is a text as YAML writes it: plain where nothing can be misread, else in single quotes, and in double quotes only
/// where something must be escaped.
enum ScalarText {
  /// - Parameter inFlow: inside brackets or braces, where commas and brackets end a plain text.
  static func text(_ text: String, inFlow: Bool) -> String { isPlain(text, inFlow: inFlow) ? text : quoted(text) }

  static func key(_ key: String) -> String { text(key, inFlow: true) }

  static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.allSatisfy(isShown) else { return doubleQuoted(text) }
    return "'" + text.replacing("'", with: "''") + "'"
  }

  /// The lines of a text that is best written as a block: several, none of which a block would change; else nil.
  static func blockLines(of text: String) -> [String]? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count > 1, let first = lines.first, let last = lines.last, !first.isEmpty, !first.hasPrefix(" "),
      !last.isEmpty, lines.allSatisfy({ $0.unicodeScalars.allSatisfy(isShown) && !$0.hasPrefix("\t") })
    else { return nil }
    // A line of nothing but blanks would lose them.
    return lines.contains { !$0.isEmpty && $0.allSatisfy { $0 == " " } } ? nil : lines
  }

  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, last != " ", last != ":",
      isLetterOrDigit(first) || first == "_" || first == "/" || first == "." || first == "$" || first == "(",
      YAMLScalar.isText(plain: text), !["yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    else { return false }
    for (index, scalar) in scalars.enumerated() {
      if !isShown(scalar) || scalar.value > 0x7E { return false }
      if inFlow, ",[]{}".unicodeScalars.contains(scalar) { return false }
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      // A colon before a blank ends a key, a hash behind one begins a comment; in braces a colon is doubtful anywhere.
      if scalar == ":", next == " " || inFlow && "\"'".unicodeScalars.contains(next) { return false }
      if scalar == " ", next == "#" { return false }
    }
    return true
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
  }

  /// Whether a reader sees the character as what it is.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static func doubleQuoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isShown(scalar): result.unicodeScalars.append(scalar)
      case _ where scalar.value <= 0xFF: result += "\\x" + digits(scalar, 2)
      case _ where scalar.value <= 0xFFFF: result += "\\u" + digits(scalar, 4)
      default: result += "\\U" + digits(scalar, 8)
      }
    }
    return result + "\""
  }

  private static func digits(_ scalar: Unicode.Scalar, _ count: Int) -> String {
    let digits = String(scalar.value, radix: 16)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}

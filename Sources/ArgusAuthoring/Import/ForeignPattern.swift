/// This is the translation of a pattern in the syntax of RE2 or Rust's `regex` into PCRE2's.
///
/// Most of it is the same. `$` stays, though PCRE2 also lets it hold before a last line break; `\w`, `\d`, `\s` and `.`
/// take bytes here, not characters.
struct ForeignPattern {
  private(set) var source = ""
  private(set) var notes: [ImportNote] = []

  private var text: [Unicode.Scalar]
  private var index = 0
  private var isInClass = false

  init(_ pattern: String) {
    text = Array(pattern.unicodeScalars)
    // A block scalar's last line break is no part of the pattern its author meant.
    while text.last == "\n" || text.last == "\r" { text.removeLast() }
    translate()
  }

  private mutating func translate() {
    var output = String.UnicodeScalarView()
    while index < text.count {
      let character = text[index]
      index += 1
      switch character {
      case "\\": output.append(contentsOf: escape().unicodeScalars)
      case "[":
        if isInClass, peek() != ":" { note(.dropped, "pattern", "a class within a class") }
        if !isInClass {
          isInClass = true
          output.append(character)
          if peek() == "^" { output.append(take()) }
          if peek() == "]" { output.append(take()) }
          continue
        }
        output.append(character)
        if peek() == ":" {
          while index < text.count, peek() != "]" { output.append(take()) }
          if index < text.count { output.append(take()) }
        }
      case "]":
        isInClass = false
        output.append(character)
      case "(" where !isInClass: output.append(contentsOf: group().unicodeScalars)
      case "&" where isInClass && peek() == "&", "~" where isInClass && peek() == "~":
        note(.dropped, "pattern", "an operation on classes")
        output.append(character)
      default: output.append(character)
      }
    }
    source = String(output)
  }

  private func peek() -> Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func take() -> Unicode.Scalar {
    index += 1
    return text[index - 1]
  }

  private mutating func note(_ kind: ImportNote.Kind, _ key: String, _ text: String) {
    let note = ImportNote(kind, key, text)
    if !notes.contains(note) { notes.append(note) }
  }

  /// What stands for an escape, behind its backslash.
  private mutating func escape() -> String {
    guard index < text.count else { return "\\" }
    let character = take()
    switch character {
    case "v":
      note(.converted, "pattern", "`\\v` is the vertical tab alone")
      return "\\x0B"
    case "p", "P":
      note(.converted, "pattern", "`\\\(character)` looks at bytes, not at characters")
      return "\\" + String(character)
    case "b" where peek() == "{" && !isInClass:
      let name = braces()
      note(.converted, "pattern", "`\\b{\(name)}` is spelt out")
      return name.hasPrefix("end") ? "\\b(?<=\\w)" : "\\b(?=\\w)"
    case "<" where !isInClass, ">" where !isInClass:
      note(.converted, "pattern", "`\\\(character)` is spelt out")
      return character == "<" ? "\\b(?=\\w)" : "\\b(?<=\\w)"
    case "u", "U", "x":
      return codePoint(character)
    default: return "\\" + String(character)
    }
  }

  private mutating func braces() -> String {
    var name = ""
    _ = take()
    while index < text.count {
      let character = take()
      if character == "}" { break }
      name.unicodeScalars.append(character)
    }
    return name
  }

  /// `\x{…}`, `\uXXXX`, `\u{…}`: beyond one byte, the bytes of its UTF-8.
  private mutating func codePoint(_ kind: Unicode.Scalar) -> String {
    var digits = ""
    if peek() == "{" {
      digits = braces()
    } else {
      let count = kind == "x" ? 2 : kind == "u" ? 4 : 8
      while digits.count < count, let next = peek(), next.properties.isASCIIHexDigit {
        digits.unicodeScalars.append(take())
      }
    }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      return "\\" + String(kind) + digits
    }
    if value < 0x80 || value <= 0xFF && kind == "x" && digits.count <= 2 {
      return "\\x" + String(repeating: "0", count: max(0, 2 - String(value, radix: 16).count))
        + String(value, radix: 16)
    }
    note(.converted, "pattern", "U+\(digits.uppercased()) is written as its bytes")
    let bytes = String(scalar).utf8.map { "\\x" + String($0, radix: 16) }.joined()
    if isInClass { note(.dropped, "pattern", "a character beyond ASCII in a class stands for its bytes") }
    return isInClass ? bytes : "(?:\(bytes))"
  }

  /// A group's opening, behind its parenthesis: flags that PCRE2 does not have are left out.
  private mutating func group() -> String {
    guard peek() == "?" else { return "(" }
    var end = index + 1
    while end < text.count, "imsxuUR-".unicodeScalars.contains(text[end]) { end += 1 }
    guard end < text.count, end > index + 1, text[end] == ")" || text[end] == ":" else { return "(" }
    let flags = text[(index + 1)..<end]
    let closing = text[end]
    let kept = String(String.UnicodeScalarView(flags.filter { $0 != "u" && $0 != "R" }))
    if kept.unicodeScalars.count < flags.count {
      note(.converted, "pattern", "the flags `(?\(String(String.UnicodeScalarView(flags))))` do not exist for bytes")
    }
    index = end + 1
    let meaning = kept.hasSuffix("-") ? String(kept.dropLast()) : kept
    if meaning.isEmpty { return closing == ":" ? "(?:" : "" }
    return "(?\(meaning)\(closing)"
  }
}

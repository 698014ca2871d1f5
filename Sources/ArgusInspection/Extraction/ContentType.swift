/// This is what a `Content-Type` says about how to read a body.
struct ContentType {
  /// Lower case, without parameters.
  let media: String
  let charset: String
  /// The multipart boundary as it was given; empty where there is none.
  let boundary: String

  init(_ text: String) {
    // Most types have no parameters, and small bodies are many.
    guard text.utf8.contains(UInt8(ascii: ";")) else {
      media = Self.trimmed(text[...]).lowercased()
      charset = ""
      boundary = ""
      return
    }
    var parts = Self.split(text)
    media = parts.isEmpty ? "" : parts.removeFirst().lowercased()
    var charset = ""
    var boundary = ""
    for part in parts {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let name = Self.trimmed(part[..<equals]).lowercased()
      var value = Self.trimmed(part[part.index(after: equals)...])
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = String(value.dropFirst().dropLast()) }
      if name == "charset" { charset = value.lowercased() }
      if name == "boundary", boundary.isEmpty { boundary = value }
    }
    self.charset = charset
    self.boundary = boundary
  }

  var isJSON: Bool { media.hasSuffix("json") || media.hasSuffix("json-seq") || media.hasSuffix("jsonl") }
  var isForm: Bool { media == "application/x-www-form-urlencoded" }
  var isMultipart: Bool { media.hasPrefix("multipart/") }
  /// True for types whose bytes are text, and where nothing is said.
  var isText: Bool { media.isEmpty || isJSON || isForm || media.hasPrefix("text/") || media.hasSuffix("xml") }

  /// True for a charset in which an ASCII letter is not the one byte that rules look for.
  var isForeignToASCII: Bool {
    ["utf-16", "utf16", "utf-32", "utf32", "utf-7", "utf7", "ucs-", "iso-10646", "ibm0", "ibm1", "cp037", "ebcdic"]
      .contains { charset.hasPrefix($0) }
  }

  /// The parts between semicolons that stand outside quotes.
  private static func split(_ text: String) -> [String] {
    var parts: [String] = []
    var current = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == ";", !isQuoted {
        parts.append(trimmed(current[...]))
        current = ""
      } else {
        current.append(character)
      }
    }
    parts.append(trimmed(current[...]))
    return parts
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}

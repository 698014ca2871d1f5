/// This is the spelling of names in packs.
enum PackWord {
  /// Lower-case words of letters, digits, `_` and `-`, joined by dots.
  static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= PackLimits.idLength
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isWord($0) }
  }

  static func isWord(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.count <= PackLimits.idLength && text.utf8.allSatisfy(isWordByte)
  }

  /// The names PCRE2 allows for groups.
  static func isGroupName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 32, !isDigit(first) else { return false }
    return text.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLowercase(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isLowercase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) }
}

/// This is the spelling of ids, for tools that make some.
public enum RuleID {
  public static func isWellFormed(_ text: String) -> Bool { PackWord.isID(text) }
}

extension MappingReader {
  /// An id that must be there.
  mutating func identifier(_ key: String) -> String? {
    guard let text = requiredString(key) else { return nil }
    if PackWord.isID(text) { return text }
    spelling(
      key, .malformedID, text, "lower-case words of a-z, 0-9, `_` and `-`, joined by dots, such as `aws.access-key-id`")
    return nil
  }

  /// One word.
  mutating func word(_ key: String) -> String? {
    guard let text = string(key) else { return nil }
    if PackWord.isWord(text) { return text }
    spelling(key, .malformedWord, text, "lower-case letters, digits, `_` and `-`, such as `aws_access_key`")
    return nil
  }

  private func spelling(_ key: String, _ code: DiagnosticCode, _ text: String, _ hint: String) {
    let place = location(of: key) ?? location
    fault(code, at: place, length: text.unicodeScalars.count, "\(named(key)) cannot be \(QuotedText(text))", hint: hint)
  }
}

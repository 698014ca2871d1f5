/// This is how far the numbers of a pack may go.
enum PackLimits {
  /// Bytes around a match that are searched for context words.
  static let contextBytes = 0...65_536
  static let contextLines = 0...1_000
  /// Bytes between a match and its companion.
  static let companionBytes = 0...1_048_576
  static let entropy = 0.0...8.0
  static let length = 0...1_048_576
  static let characters = 0...1_048_576
  static let group = 0...99
  /// Bytes of one pattern; PCRE2 itself refuses more than 64 KiB of compiled code.
  static let patternBytes = 32_768
  static let idLength = 128
  static let rulesPerSet = 10_000
}

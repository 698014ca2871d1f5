/// This is the comparison of texts without the case of ASCII letters.
enum ASCIICase {
  static func lower(_ byte: UInt8) -> UInt8 { ByteSet.upper.contains(byte) ? byte | 0x20 : byte }

  static func lowered(_ text: String) -> [UInt8] { text.utf8.map(lower) }

  static func contains(_ text: String, _ word: String) -> Bool { contains(lowered(text), lowered(word)) }

  /// Both in the case they are to be compared in.
  static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard word.count <= text.count else { return false }
    return (0...(text.count - word.count)).contains { text[$0...].starts(with: word) }
  }
}

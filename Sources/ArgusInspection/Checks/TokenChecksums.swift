/// This is the checksums that token formats carry at their end.
enum TokenChecksums {
  static let base62 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  static let base36 = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

  /// `gh?_`, then 30 or 70 characters and six digits of their CRC-32 in base 62.
  static func github(_ value: Span<UInt8>) -> Bool {
    guard value.count == 40 || value.count == 80, starts(value, "gh"), value[3] == UInt8(ascii: "_") else {
      return false
    }
    return ends(value.extracting(4..<value.count), base62, digits: 6)
  }

  /// `npm_`, then 30 characters and six digits of their CRC-32 in base 62.
  static func npm(_ value: Span<UInt8>) -> Bool {
    guard value.count == 40, starts(value, "npm_") else { return false }
    return ends(value.extracting(4..<40), base62, digits: 6)
  }

  /// `vc?_`, then 50 characters and six digits of their CRC-32 in base 62.
  static func vercel(_ value: Span<UInt8>) -> Bool {
    guard value.count == 60, starts(value, "vc"), value[3] == UInt8(ascii: "_") else { return false }
    return ends(value.extracting(4..<60), base62, digits: 6)
  }

  /// `….01.`, two base-36 digits of length and seven of the CRC-32 of everything before them, the prefix included.
  static func gitlabRoutable(_ value: Span<UInt8>) -> Bool {
    guard value.count > 13 else { return false }
    let mark = value.count - 13
    for (offset, byte) in ".01.".utf8.enumerated() where value[mark + offset] != byte { return false }
    return ends(value, base36, digits: 7)
  }

  /// `zpka_`, 32 characters, `_` and the eight hexadecimal digits of their CRC-32.
  static func zuplo(_ value: Span<UInt8>) -> Bool {
    guard value.count == 46, starts(value, "zpka_"), value[37] == UInt8(ascii: "_") else { return false }
    var checksum: UInt32 = 0
    for index in 38..<46 {
      guard let digit = CodedUnit.hexDigit(value[index]) else { return false }
      checksum = checksum << 4 | digit
    }
    return CRC32.checksum(value.extracting(5..<37)) == checksum
  }

  /// `cflt`, then 54 characters and six of the base64 of their CRC-32, its lowest byte first.
  static func confluent(_ value: Span<UInt8>) -> Bool {
    guard value.count == 64, starts(value, "cflt") else { return false }
    let checksum = CRC32.checksum(value.extracting(4..<58))
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(8 * $0)) }
    // Six digits hold 36 bits: the last four are zero.
    var bits = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << 4
    for index in stride(from: 63, through: 58, by: -1) {
      guard value[index] == base64[Int(bits & 63)] else { return false }
      bits >>= 6
    }
    return true
  }

  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Tells whether the last `digits` bytes are the CRC-32 of those before them, left-padded with the zero digit.
  private static func ends(_ value: Span<UInt8>, _ alphabet: [UInt8], digits: Int) -> Bool {
    let body = value.count - digits
    var checksum = CRC32.checksum(value.extracting(0..<body))
    let base = UInt32(alphabet.count)
    for index in stride(from: value.count - 1, through: body, by: -1) {
      guard value[index] == alphabet[Int(checksum % base)] else { return false }
      checksum /= base
    }
    return checksum == 0
  }

  private static func starts(_ value: Span<UInt8>, _ prefix: String) -> Bool {
    for (index, byte) in prefix.utf8.enumerated() where index >= value.count || value[index] != byte { return false }
    return true
  }
}

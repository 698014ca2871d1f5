/// This is the checksum of bech32 (BIP 173) and bech32m (BIP 350): a remainder over the prefix and all digits.
enum Bech32 {
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let digits: [UInt8: UInt32] = Dictionary(
    uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, UInt32($0.offset)) })
  private static let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
  private static let remainders: [UInt32] = [1, 0x2BC8_30A3]
  private static let checksumLength = 6

  /// The 90 characters that BIP 173 allows are not demanded: other formats use it for longer values.
  static func isValid(_ value: Span<UInt8>) -> Bool {
    var hasUpper = false
    var hasLower = false
    var separator: Int?
    for index in value.indices {
      let byte = value[index]
      guard byte > 0x20, byte < 0x7F else { return false }
      if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { hasUpper = true }
      if byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") { hasLower = true }
      if byte == UInt8(ascii: "1") { separator = index }
    }
    guard !(hasUpper && hasLower), let separator, separator > 0, value.count - separator > checksumLength else {
      return false
    }
    var remainder: UInt32 = 1
    for index in 0..<separator { step(&remainder, UInt32(lower(value[index]) >> 5)) }
    step(&remainder, 0)
    for index in 0..<separator { step(&remainder, UInt32(lower(value[index]) & 31)) }
    for index in (separator + 1)..<value.count {
      guard let digit = digits[lower(value[index])] else { return false }
      step(&remainder, digit)
    }
    return remainders.contains(remainder)
  }

  private static func step(_ remainder: inout UInt32, _ digit: UInt32) {
    let top = remainder >> 25
    remainder = (remainder & 0x1FF_FFFF) << 5 ^ digit
    for bit in generator.indices where top >> UInt32(bit) & 1 == 1 { remainder ^= generator[bit] }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

import Crypto

/// This is Bitcoin's base58check: a number in base 58 whose last four bytes are the beginning of the double SHA-256 of the
/// others.
enum Base58Check {
  private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let digits: [UInt8: UInt32] = Dictionary(
    uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, UInt32($0.offset)) })
  /// The longest format, an extended key, has 112 digits; the work grows with the square.
  private static let longest = 128

  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard value.count <= longest, let bytes = decode(value), bytes.count > 4 else { return false }
    let digest = SHA256.hash(data: Array(SHA256.hash(data: bytes.dropLast(4))))
    return Array(digest.prefix(4)) == bytes.suffix(4)
  }

  private static func decode(_ value: Span<UInt8>) -> [UInt8]? {
    // The number's bytes, the lowest first.
    var number: [UInt8] = []
    var leading = 0
    for index in value.indices {
      guard let digit = digits[value[index]] else { return nil }
      if digit == 0, number.isEmpty { leading += 1 }
      var carry = digit
      for place in number.indices {
        carry += UInt32(number[place]) * 58
        number[place] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      if carry > 0 { number.append(UInt8(truncatingIfNeeded: carry)) }
    }
    return [UInt8](repeating: 0, count: leading) + number.reversed()
  }
}

/// This is strict base64, RFC 4648, in either alphabet, with or without padding.
enum Base64 {
  /// The decoded bytes; nil where `text` is empty, mixes the alphabets, or is not base64.
  static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    var end = text.count
    while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
    let padding = text.count - end
    guard end > 0, end % 4 != 1, padding == 0 || (end + padding) % 4 == 0 else { return nil }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(end / 4 * 3 + 2)
    var buffer: UInt32 = 0
    var bits = 0
    var isURLSafe: Bool?
    for index in 0..<end {
      guard let value = sextet(text[index], &isURLSafe) else { return nil }
      buffer = (buffer << 6 | value) & 0xFF_FFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        decoded.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return decoded
  }

  private static func sextet(_ byte: UInt8, _ isURLSafe: inout Bool?) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "/"):
      if isURLSafe == true { return nil }
      isURLSafe = false
      return byte == UInt8(ascii: "+") ? 62 : 63
    case UInt8(ascii: "-"), UInt8(ascii: "_"):
      if isURLSafe == false { return nil }
      isURLSafe = true
      return byte == UInt8(ascii: "-") ? 62 : 63
    default: return nil
    }
  }
}

/// This is values that are base64 of something with a shape of its own.
enum EncodedStructures {
  /// The first dotted part is base64 of a snowflake: 17 to 20 digits.
  static func isDiscordToken(_ value: Span<UInt8>) -> Bool {
    let end = ByteSearch.first(of: UInt8(ascii: "."), or: UInt8(ascii: "."), in: value, from: 0)
    guard end < value.count, let decoded = Base64.decode(value.extracting(0..<end)) else { return false }
    return (17...20).contains(decoded.count)
      && decoded.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }

  /// base64 of printable `user:password`, both parts non-empty.
  static func isBasicCredential(_ value: Span<UInt8>) -> Bool {
    guard let decoded = Base64.decode(value), let colon = decoded.firstIndex(of: UInt8(ascii: ":")) else {
      return false
    }
    return colon > 0 && colon < decoded.count - 1 && decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}

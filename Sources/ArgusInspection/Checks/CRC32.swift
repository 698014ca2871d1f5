/// This is CRC-32 as IEEE 802.3 and zlib define it (reflected, polynomial 0xEDB88320).
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    var value = UInt32(index)
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    return value
  }

  static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for index in bytes.indices { value = table[Int((value ^ UInt32(bytes[index])) & 0xFF)] ^ (value >> 8) }
    return ~value
  }
}

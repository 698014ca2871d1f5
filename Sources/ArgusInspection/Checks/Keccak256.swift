/// This is Keccak-256 as Ethereum uses it: the submission to the SHA-3 contest, padded otherwise than FIPS 202.
enum Keccak256 {
  /// Bytes that one permutation takes in.
  private static let rate = 136

  static func hash(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x01]
    while padded.count % rate != 0 { padded.append(0) }
    padded[padded.count - 1] |= 0x80
    var state = [UInt64](repeating: 0, count: 25)
    for block in stride(from: 0, to: padded.count, by: rate) {
      for lane in 0..<(rate / 8) {
        var word: UInt64 = 0
        for byte in 0..<8 { word |= UInt64(padded[block + lane * 8 + byte]) << UInt64(8 * byte) }
        state[lane] ^= word
      }
      permute(&state)
    }
    let lanes = state
    return (0..<32).map { (index: Int) -> UInt8 in
      UInt8(truncatingIfNeeded: lanes[index / 8] >> UInt64(8 * (index % 8)))
    }
  }

  private static func permute(_ state: inout [UInt64]) {
    for constant in roundConstants {
      let lanes = state
      let columns = (0..<5).map { (x: Int) -> UInt64 in stride(from: x, to: 25, by: 5).reduce(0) { $0 ^ lanes[$1] } }
      for x in 0..<5 {
        let change = columns[(x + 4) % 5] ^ rotated(columns[(x + 1) % 5], 1)
        for y in stride(from: 0, to: 25, by: 5) { state[x + y] ^= change }
      }
      var moved = state
      for x in 0..<5 {
        for y in 0..<5 {
          moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotated(state[x + 5 * y], rotations[x + 5 * y])
        }
      }
      for y in stride(from: 0, to: 25, by: 5) {
        for x in 0..<5 {
          let masked: UInt64 = ~moved[(x + 1) % 5 + y] & moved[(x + 2) % 5 + y]
          state[x + y] = moved[x + y] ^ masked
        }
      }
      state[0] ^= constant
    }
  }

  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    count == 0 ? word : word << count | word >> (64 - count)
  }

  private static let rotations: [UInt64] = [
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
  ]

  private static let roundConstants: [UInt64] = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
    0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]
}

/// This is the search for the next byte of interest, eight bytes a step.
enum ByteSearch {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The index of the first `"` or `\` at or after `start`, or `body.count`.
  @inline(__always)
  static func stringDelimiter(in body: Span<UInt8>, from start: Int) -> Int {
    first(of: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), in: body, from: start)
  }

  /// The index of the first `a` or `b` at or after `start`, or `body.count`.
  @inline(__always)
  static func first(of a: UInt8, or b: UInt8, in body: Span<UInt8>, from start: Int) -> Int {
    let repeatedA = ones &* UInt64(a)
    let repeatedB = ones &* UInt64(b)
    var index = start
    let count = body.count
    while count &- index >= 8 {
      let word = word(body.extracting(index..<(index &+ 8)))
      let hits = zeroBytes(word ^ repeatedA) | zeroBytes(word ^ repeatedB)
      // A borrow can only raise false marks above the first true one, so the lowest mark is exact.
      if hits != 0 { return index &+ (hits.trailingZeroBitCount &>> 3) }
      index &+= 8
    }
    while index < count {
      if body[index] == a || body[index] == b { return index }
      index &+= 1
    }
    return count
  }

  /// Where `needle` first stands in `body` at or after `start`; nil where it does not. An empty needle is never found.
  static func first(of needle: [UInt8], in body: Span<UInt8>, from start: Int = 0) -> Int? {
    guard let head = needle.first, needle.count <= body.count else { return nil }
    let last = body.count - needle.count
    var index = start
    while index <= last {
      index = first(of: head, or: head, in: body, from: index)
      if index > last { return nil }
      var matched = 1
      while matched < needle.count, body[index + matched] == needle[matched] { matched += 1 }
      if matched == needle.count { return index }
      index += 1
    }
    return nil
  }

  /// The bytes as one little-endian word; the optimiser makes this a single load.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>) -> UInt64 {
    UInt64(bytes[0]) | UInt64(bytes[1]) &<< 8 | UInt64(bytes[2]) &<< 16 | UInt64(bytes[3]) &<< 24
      | UInt64(bytes[4]) &<< 32 | UInt64(bytes[5]) &<< 40 | UInt64(bytes[6]) &<< 48 | UInt64(bytes[7]) &<< 56
  }

  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }
}

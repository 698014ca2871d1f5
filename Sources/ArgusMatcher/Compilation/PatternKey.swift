internal import ArgusRules
internal import Crypto

/// This is a pattern's name for every engine: patterns of one source and the same flags have one key.
struct PatternKey: Sendable, Hashable {
  /// A SHA-256.
  private let words: SIMD4<UInt64>

  static let byteCount = 32

  init(_ pattern: RulePattern) {
    var hash = SHA256()
    hash.update(data: [pattern.flags.rawValue])
    var source = pattern.source
    // The buffer is only read, and only during the call.
    source.withUTF8 { unsafe hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    self.init(digest: Array(hash.finalize()))
  }

  /// - Parameter digest: ``byteCount`` bytes.
  init(digest: some Collection<UInt8>) {
    var words = SIMD4<UInt64>.zero
    for (index, byte) in digest.prefix(Self.byteCount).enumerated() {
      words[index >> 3] |= UInt64(byte) << UInt64(8 * (index & 7))
    }
    self.words = words
  }

  var bytes: [UInt8] {
    (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[$0 >> 3] >> UInt64(8 * ($0 & 7))) }
  }
}

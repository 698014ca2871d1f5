import CByteClasses

/// This is the classes of all bytes of one text, a bit each, 64 to a block.
package struct ByteClassMap: Sendable {
  private(set) var blocks: [ArgusByteClasses] = []
  /// How many of the blocks are those of the text.
  package private(set) var count = 0

  /// The longest stretch of tokens that is measured.
  package static let reach = 64

  package init() {}

  package mutating func read(_ text: Span<UInt8>) {
    count = (text.count + 63) / 64
    if blocks.count < count {
      blocks = Array(repeating: ArgusByteClasses(), count: max(count, Self.leastBlocks))
    }
    // Safe: the function reads `count` bytes and writes one element for each 64 of them begun; there are as many.
    text.withUnsafeBufferPointer { source in
      blocks.withUnsafeMutableBufferPointer { target in
        argus_classify(source.baseAddress, source.count, target.baseAddress)
      }
    }
  }

  /// How many token characters stand directly before `end`, up to ``reach``.
  package func tokens(before end: Int) -> Int {
    let last = (end - 1) / 64
    guard end > 0, last < count else { return 0 }
    let shift = UInt64(63 - (end - 1) % 64)
    var tokens = blocks[last].token << shift
    if shift > 0, last > 0 { tokens |= blocks[last - 1].token >> (64 - shift) }
    return (~tokens).leadingZeroBitCount
  }

  /// How many token characters stand from `start` on, up to ``reach``.
  package func tokens(from start: Int) -> Int {
    let first = start / 64
    guard first < count else { return 0 }
    let shift = UInt64(start % 64)
    var tokens = blocks[first].token >> shift
    if shift > 0, first + 1 < count { tokens |= blocks[first + 1].token << (64 - shift) }
    return (~tokens).trailingZeroBitCount
  }

  /// Gives back memory beyond what an ordinary request needs.
  mutating func trim() {
    if blocks.count > Self.keptBlocks { blocks = [] }
  }

  private static let leastBlocks = 1 << 10
  private static let keptBlocks = 64 << 10
}

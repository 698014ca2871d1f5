/// This is what the first bytes of every match look like: for each of the first ``depth`` places, the bytes that may
/// stand there. It is a superset: a text that begins otherwise begins no match.
struct LeadingBytes: Sendable {
  static let depth = 4

  private var sets: InlineArray<4, ByteSet>
  /// Bit `n`: a match may be `n` bytes long; bit ``depth``: it may be that long or longer.
  private var lengths: UInt8

  /// What takes no bytes.
  static let nothing = LeadingBytes(sets: .init(repeating: ByteSet()), lengths: 1)
  /// What nothing is known of.
  static let anything = LeadingBytes(sets: .init(repeating: .all), lengths: 1 << (UInt8(depth) + 1) - 1)

  static func byte(_ set: ByteSet) -> LeadingBytes {
    var result = LeadingBytes(sets: .init(repeating: ByteSet()), lengths: 0b10)
    result.sets[0] = set
    return result
  }

  /// The bytes that may stand at `place` behind a match's start; all of them where a match may have ended before.
  func set(at place: Int) -> ByteSet {
    let isShorter = lengths & (1 << UInt8(place + 1) - 1) != 0
    return isShorter ? .all : sets[place]
  }

  func followed(by next: LeadingBytes) -> LeadingBytes {
    var result = self
    result.lengths = lengths & (1 << UInt8(Self.depth))
    for length in 0..<Self.depth where lengths & (1 << UInt8(length)) != 0 {
      for place in length..<Self.depth {
        result.sets[place] = result.sets[place].union(next.sets[place - length])
      }
      let sums = UInt16(next.lengths) << UInt16(length)
      let isLonger = sums >> UInt16(Self.depth) != 0
      result.lengths |= UInt8(truncatingIfNeeded: sums & (1 << UInt16(Self.depth) - 1))
      if isLonger { result.lengths |= 1 << UInt8(Self.depth) }
    }
    return result
  }

  func or(_ other: LeadingBytes) -> LeadingBytes {
    var result = self
    for place in 0..<Self.depth { result.sets[place] = sets[place].union(other.sets[place]) }
    result.lengths |= other.lengths
    return result
  }

  func repeated(_ times: RepeatBounds) -> LeadingBytes {
    // More than `depth` rounds change nothing in the first `depth` places.
    var required = LeadingBytes.nothing
    for _ in 0..<min(times.lower, Self.depth) { required = required.followed(by: self) }
    let optional = times.upper.map { min($0 - times.lower, Self.depth) } ?? Self.depth
    var result = required
    for _ in 0..<max(0, optional) {
      required = required.followed(by: self)
      result = result.or(required)
    }
    return result
  }
}

/// This is the finding of bytes written as pairs of hex digits.
enum HexRuns {
  private static let minimumBytes = 12
  private static let minimumPairs = 10
  static let minimumDigits = 2 * minimumBytes

  /// This is bytes with the width of what each was written in.
  struct Pairs {
    /// Where the first pair stands, and behind the last one.
    var source: Range<Int>
    var bytes: [UInt8] = []
    /// For pairs with something between them: where each begins; empty where they stand close.
    var starts: [Int] = []
  }

  /// The stretches of plain hex in a run that may be text, with each way to pair the digits.
  static func plain(in run: Range<Int>, of text: Span<UInt8>) -> [Pairs] {
    var found: [Pairs] = []
    // Enough digits in a row take in two neighbours of these places.
    var probe = run.lowerBound + minimumBytes - 1
    var wasDigit = false
    while probe < run.upperBound {
      let isDigit = isDigit(text[probe])
      if isDigit, wasDigit { break }
      wasDigit = isDigit
      probe += minimumBytes
    }
    guard probe < run.upperBound else { return found }
    var start = probe - minimumBytes
    while start > run.lowerBound, isDigit(text[start - 1]) { start -= 1 }
    while start < run.upperBound {
      var end = start
      while end < run.upperBound, isDigit(text[end]) { end += 1 }
      for shift in 0...1 where end - start - shift >= 2 * minimumBytes {
        let range = (start + shift)..<(end - (end - start - shift) % 2)
        if mayBeText(range, in: text) { found.append(decoded(range, in: text)) }
      }
      start = end + 1
    }
    return found
  }

  /// Text, or compressed data, has a telling first digit in each pair.
  private static func mayBeText(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    if text[range.lowerBound] == UInt8(ascii: "1"), text[range.lowerBound + 1] | 0x20 == UInt8(ascii: "f") {
      return true
    }
    var streak = 0
    var wide = 0
    for index in stride(from: range.lowerBound, to: range.upperBound - 1, by: 2) {
      let digit = text[index]
      let isText = digit >= UInt8(ascii: "2") && digit <= UInt8(ascii: "7")
      let isZero = digit == UInt8(ascii: "0") && text[index + 1] == digit
      wide = isText || isZero ? wide + 1 : 0
      let isBreak = digit == UInt8(ascii: "0") && [0x39, 0x61, 0x64, 0x41, 0x44].contains(text[index + 1])
      streak = isText || isBreak ? streak + 1 : 0
      if streak == minimumPairs || wide == 2 * minimumPairs { return true }
    }
    return false
  }

  private static func decoded(_ range: Range<Int>, in text: Span<UInt8>) -> Pairs {
    var pairs = Pairs(source: range)
    for index in stride(from: range.lowerBound, to: range.upperBound - 1, by: 2) {
      pairs.bytes.append(byte(at: index, in: text) ?? 0)
    }
    return pairs
  }

  /// The pairs that stand apart, from the one at `index` on: `41 42`, `41:42`, `0x41, 0x42`, over lines.
  static func spaced(at index: Int, from first: Int, in text: Span<UInt8>) -> Pairs? {
    var pairs = Pairs(source: index..<index)
    var position = start(at: index, from: first, in: text)
    while true {
      var digits = position
      if isPrefix(at: digits, in: text) { digits += 2 }
      guard let byte = byte(at: digits, in: text),
        digits + 2 == text.count || CodedUnit.hexDigit(text[digits + 2]) == nil
      else { break }
      pairs.starts.append(position)
      pairs.bytes.append(byte)
      let end = digits + 2
      pairs.source = (pairs.starts.first ?? index)..<end
      position = end
      while position < text.count, position - end < 8, isSeparator(text[position]) { position += 1 }
      if position == end { break }
    }
    return pairs.bytes.count >= minimumPairs ? pairs : nil
  }

  /// Pairs before `index` that the survey could not see over the border of a block.
  private static func start(at index: Int, from first: Int, in text: Span<UInt8>) -> Int {
    var start = index
    while true {
      let step = [3, 4, 5, 6].first { width in
        let candidate = start - width
        // What stands before the first pair must not belong to it.
        guard candidate >= first, candidate == 0 || !ByteClass.isAlphanumeric(text[candidate - 1]) else { return false }
        let digits = isPrefix(at: candidate, in: text) ? candidate + 2 : candidate
        guard digits + 2 < start, byte(at: digits, in: text) != nil else { return false }
        return (digits + 2..<start).allSatisfy { isSeparator(text[$0]) }
      }
      guard let step else { return start }
      start -= step
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }

  private static func isPrefix(at index: Int, in text: Span<UInt8>) -> Bool {
    index + 1 < text.count && text[index] == UInt8(ascii: "0") && text[index + 1] | 0x20 == UInt8(ascii: "x")
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: ";"): true
    default: false
    }
  }

  private static func byte(at index: Int, in text: Span<UInt8>) -> UInt8? {
    guard index + 1 < text.count, let high = CodedUnit.hexDigit(text[index]),
      let low = CodedUnit.hexDigit(text[index + 1])
    else { return nil }
    return UInt8(truncatingIfNeeded: high << 4 | low)
  }
}

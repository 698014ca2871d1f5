import CByteClasses

/// This is the judgement on runs of base64 characters: which of them say something when they are decoded.
///
/// Random bytes decode to random bytes: that three quads in a row could be printable ASCII is so rare in identifiers,
/// paths and hashes that the others need not be decoded.
package enum Base64Runs {
  /// One line of a run: where its characters stand.
  typealias Line = Range<Int>

  /// In longer runs, text begins where the run does, or soon after.
  private static let probeBytes = 512
  /// Blanks and marks before a continued line.
  private static let maximumIndent = 16
  private static let minimumLine = 32

  /// The lines that go on where `runs[index]` ends, that one included: all but the last are of equal length.
  static func lines(from index: Int, first: Line, _ runs: [Range<Int>], in text: Span<UInt8>) -> [Line] {
    let isMarked = first.lowerBound > runs[index].lowerBound
    var lines = [first]
    guard first.count >= minimumLine, first.count.isMultiple(of: 4) else { return lines }
    var next = index + 1
    while next < runs.count, let last = lines.last, last.count == first.count,
      isBreak(last.upperBound..<runs[next].lowerBound, in: text)
    {
      let line = isMarked ? unmarked(runs[next], in: text) : runs[next]
      guard line.count <= first.count else { break }
      lines.append(line)
      next += 1
    }
    // The last line may be too short to be a run of its own.
    if let last = lines.last, last.count == first.count, let rest = shortLine(behind: last.upperBound, in: text),
      rest.count < FieldSurvey.minimumRun
    {
      lines.append(isMarked ? unmarked(rest, in: text) : rest)
    }
    return lines
  }

  /// `run` without the sign that a diff puts before each line, and that base64 also has.
  static func unmarked(_ run: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let isLineStart = run.lowerBound == 0 || text[run.lowerBound - 1] == 0x0A
    let isMark = text[run.lowerBound] == UInt8(ascii: "+") || text[run.lowerBound] == UInt8(ascii: "-")
    return isLineStart && isMark ? (run.lowerBound + 1)..<run.upperBound : run
  }

  private static func isBreak(_ gap: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard gap.count <= maximumIndent + 2, !gap.isEmpty else { return false }
    var hasLine = false
    for index in gap {
      switch text[index] {
      case 0x0A: hasLine = true
      case 0x0D, 0x20, 0x09, UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "|"): continue
      default: return false
      }
    }
    return hasLine
  }

  private static func shortLine(behind end: Int, in text: Span<UInt8>) -> Line? {
    var start = end
    while start < text.count, start - end <= maximumIndent + 2,
      isBreak(start..<(start + 1), in: text)
        || ByteClass.isBlank(text[start]) || text[start] == 0x0D
    {
      start += 1
    }
    guard start > end, start < text.count, isBreak(end..<start, in: text) else { return nil }
    var stop = start
    while stop < text.count, stop - start < FieldSurvey.minimumRun, sextet(text[stop]) < 64 { stop += 1 }
    return stop > start ? start..<stop : nil
  }

  /// The offsets, from the run's start, at which a quad may begin so that text comes out; a bit for each of 0 to 3.
  ///
  /// The quads of 64 characters are judged at once: a bit says that the character there begins one that is text.
  package static func phases(of run: Range<Int>, in text: Span<UInt8>) -> UInt8 {
    let count = min(run.count, probeBytes)
    let sure: UInt8 = run.count > probeBytes || isCompressed(run, in: text) ? 1 : 0
    guard count >= 4 else { return sure }
    var (upper, lower, starts) = (0 as UInt64, 0 as UInt64, 0 as UInt64)
    var zeros = 0
    for offset in stride(from: 0, to: count, by: windowStride) {
      let quads = quads(from: run.lowerBound + offset, in: text)
      let inside = lowBits(count - offset)
      upper |= quads.upper & inside
      lower |= quads.lower & inside
      zeros += (quads.zero & inside & lowBits(windowStride)).nonzeroBitCount
      // A quad has four characters, and three make a text.
      let whole = lowBits(count - offset - 3)
      let isText = quads.first & quads.second >> 1 & quads.third >> 2 & whole
      starts |= isText & isText >> 4 & isText >> 8
      // UTF-16 of ASCII: every second byte is zero.
      let zero = quads.zero & whole
      starts |= zero & zero >> 3 & zero >> 8 & zero >> 11
    }
    // Letters of both cases, as all but names in one case have them. UTF-16 of capitals is all capitals and digits,
    // every fourth of them an `A`.
    guard sure != 0 || (upper != 0 && lower != 0) || (lower == 0 && zeros * 4 >= count) else { return 0 }
    starts |= starts >> 32
    starts |= starts >> 16
    starts |= starts >> 8
    starts |= starts >> 4
    return sure | UInt8(starts & 0b1111)
  }

  /// So far windows of 64 characters lie apart: whole quads, and the last place in one leaves room for three of them.
  private static let windowStride = 52

  private static func lowBits(_ count: Int) -> UInt64 {
    count >= 64 ? .max : count <= 0 ? 0 : (1 as UInt64) << UInt64(count) &- 1
  }

  private static func quads(from start: Int, in text: Span<UInt8>) -> ArgusQuadClasses {
    // Safe: the function reads as many bytes as it is told, and so many are left.
    text.extracting(start..<min(text.count, start + 64)).withUnsafeBufferPointer {
      argus_quads($0.baseAddress, $0.count)
    }
  }

  /// The heads of gzip and zlib.
  private static func isCompressed(_ run: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard run.count >= 4 else { return false }
    let (a, b) = (text[run.lowerBound], text[run.lowerBound + 1])
    return a == UInt8(ascii: "H") && b == UInt8(ascii: "4") || a == UInt8(ascii: "e")
  }

  /// Decodes `lines` as one, from `phase` characters behind the start of the first one.
  static func decode(_ lines: [Line], phase: Int, in text: Span<UInt8>, limit: Int, into output: inout [UInt8]) {
    var buffer: UInt32 = 0
    var bits = 0
    var skipped = phase
    let sextets = sextets
    for line in lines {
      for index in line {
        if skipped > 0 {
          skipped -= 1
          continue
        }
        buffer = (buffer << 6 | UInt32(sextets[Int(text[index])] & 63)) & 0xFF_FFFF
        bits += 6
        if bits >= 8 {
          bits -= 8
          output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
      }
      if output.count >= limit { return }
    }
  }

  /// The value of a character of either alphabet; 64 for others.
  static func sextet(_ byte: UInt8) -> UInt8 { sextets[Int(byte)] }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let sextets: [UInt8] = {
    var table = [UInt8](repeating: 64, count: 256)
    for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(truncatingIfNeeded: value) }
    table[Int(UInt8(ascii: "-"))] = 62
    table[Int(UInt8(ascii: "_"))] = 63
    return table
  }()

  /// `bytes` as base64 with the signs of `isURL`, padded where `isPadded`.
  static func encode(_ bytes: [UInt8], isURL: Bool, isPadded: Bool) -> [UInt8] {
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let rest = min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 { group = group << 8 | (offset < rest ? UInt32(bytes[index + offset]) : 0) }
      for position in 0...rest {
        let byte = alphabet[Int(group >> UInt32(18 - 6 * position) & 63)]
        switch byte {
        case UInt8(ascii: "+") where isURL: output.append(UInt8(ascii: "-"))
        case UInt8(ascii: "/") where isURL: output.append(UInt8(ascii: "_"))
        default: output.append(byte)
        }
      }
      if isPadded { output.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - rest)) }
      index += 3
    }
    return output
  }
}

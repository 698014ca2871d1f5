import ArgusKit

/// This is a text in UTF-16 as UTF-8, which rules are written for, and the way back from its bytes to the file's.
struct WideText {
  enum Order: Sendable, Hashable { case little, big }

  /// Without the byte order mark.
  private(set) var bytes: [UInt8] = []
  /// Where in the file some of the characters begin: at least one in each ``stride`` bytes of the text.
  private var marks: [(text: Int, source: Int)] = []

  private static let stride = 1_024

  /// A unit that stands for nothing by itself becomes U+FFFD; so does half a unit at the end.
  init(_ source: Span<UInt8>, _ order: Order) {
    let (high, low) = order == .big ? (0, 1) : (1, 0)
    bytes.reserveCapacity(source.count / 2 + source.count / 8)
    var index = Self.hasMark(source, order) ? 2 : 0
    while index < source.count {
      if marks.last.map({ bytes.count - $0.text >= Self.stride }) ?? true { marks.append((bytes.count, index)) }
      guard index + 1 < source.count else {
        append(0xFFFD)
        break
      }
      let unit = UInt32(source[index + high]) << 8 | UInt32(source[index + low])
      index += 2
      guard (0xD800..<0xDC00).contains(unit), index + 1 < source.count else {
        append((0xD800..<0xE000).contains(unit) ? 0xFFFD : unit)
        continue
      }
      let next = UInt32(source[index + high]) << 8 | UInt32(source[index + low])
      guard (0xDC00..<0xE000).contains(next) else {
        append(0xFFFD)
        continue
      }
      index += 2
      append(0x10000 + (unit - 0xD800) << 10 + (next - 0xDC00))
    }
  }

  private mutating func append(_ scalar: UInt32) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
    switch scalar {
    case 0..<0x80: bytes.append(UInt8(scalar))
    case 0x80..<0x800: bytes += [UInt8(0xC0 | scalar >> 6), tail(0)]
    case 0x800..<0x10000: bytes += [UInt8(0xE0 | scalar >> 12), tail(6), tail(0)]
    default: bytes += [UInt8(0xF0 | scalar >> 18 & 0x07), tail(12), tail(6), tail(0)]
    }
  }

  /// The file's bytes behind `span`, whole characters.
  func sourceSpan(of span: ByteSpan) -> ByteSpan {
    ByteSpan(start: source(of: span.start), end: source(of: span.end))
  }

  /// Where in the file the character begins that holds or follows the text's byte `offset`.
  private func source(of offset: Int) -> Int {
    let next = marks.endOfHead { $0.text <= offset }
    guard next > 0 else { return 0 }
    var (index, source) = marks[next - 1]
    while index < min(offset, bytes.count) {
      // Characters of four bytes are two units, all others are one.
      if bytes[index] & 0xC0 != 0x80 { source += bytes[index] >= 0xF0 ? 4 : 2 }
      index += 1
    }
    return source
  }

  // MARK: Telling it from other bytes

  private static func hasMark(_ head: Span<UInt8>, _ order: Order) -> Bool {
    guard head.count >= 2 else { return false }
    return order == .big ? head[0] == 0xFE && head[1] == 0xFF : head[0] == 0xFF && head[1] == 0xFE
  }

  /// Units that text without a mark must have at least: fewer could be anything.
  private static let minimumUnits = 6

  /// The order of bytes that the mark names, or that the head shows where it has none; nil for other bytes.
  ///
  /// Without a mark, most characters must be ASCII, and no unit a control character or a NUL.
  static func order(of head: Span<UInt8>) -> Order? {
    if hasMark(head, .big) { return .big }
    // The same two bytes begin UTF-32, where two NULs follow.
    if hasMark(head, .little) { return head.count >= 4 && head[2] == 0 && head[3] == 0 ? nil : .little }
    guard ContentKind.holdsZero(head) else { return nil }
    for order in [Order.little, .big] where isMostlyASCII(head, order) { return order }
    return nil
  }

  private static func isMostlyASCII(_ head: Span<UInt8>, _ order: Order) -> Bool {
    let units = min(head.count, ContentKind.headBytes) / 2
    guard units >= minimumUnits else { return false }
    let high = order == .big ? 0 : 1
    var ascii = 0
    for unit in 0..<units where head[2 * unit + high] == 0 {
      let low = head[2 * unit + 1 - high]
      guard low >= 0x20 && low != 0x7F || (0x09...0x0D).contains(low) else { return false }
      if low < 0x80 { ascii += 1 }
    }
    return ascii * 2 >= units
  }
}

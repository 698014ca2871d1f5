/// This is where things stand in the text of a baseline that could not be read, so that the fault can be told by its
/// place.
struct BaselineLayout {
  /// Deeper text is no baseline.
  private static let maximumDepth = 16

  /// Where the findings begin, as far as the text is JSON.
  private(set) var entries: [Int] = []
  /// Where the text stops being JSON; nil where it is.
  private(set) var stop: Int?
  /// The first mark that a version control system leaves between two versions.
  let conflict: Int?

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    conflict = Self.conflict(in: bytes)
    let isRead = value(depth: 0)
    skipBlanks()
    if !isRead || index < bytes.count { stop = index }
  }

  private static func conflict(in bytes: [UInt8]) -> Int? {
    let mark = Array("<<<<<<< ".utf8)
    return bytes.indices.first { start in
      (start == 0 || bytes[start - 1] == UInt8(ascii: "\n")) && bytes[start...].starts(with: mark)
    }
  }

  /// Goes over one value; false where there is none, with ``index`` at the place.
  private mutating func value(depth: Int) -> Bool {
    skipBlanks()
    guard index < bytes.count, depth < Self.maximumDepth else { return false }
    switch bytes[index] {
    case UInt8(ascii: "{"): return list(depth, until: UInt8(ascii: "}")) { $0.member(depth) }
    case UInt8(ascii: "["):
      return list(depth, until: UInt8(ascii: "]")) { layout in
        if depth == 1 { layout.entries.append(layout.index) }
        return layout.value(depth: depth + 1)
      }
    case UInt8(ascii: "\""): return text()
    default:
      let start = index
      while index < bytes.count, Self.isScalar(bytes[index]) { index += 1 }
      return index > start
    }
  }

  private mutating func list(_ depth: Int, until end: UInt8, _ element: (inout Self) -> Bool) -> Bool {
    index += 1
    skipBlanks()
    if take(end) { return true }
    while true {
      skipBlanks()
      guard element(&self) else { return false }
      skipBlanks()
      if take(end) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func member(_ depth: Int) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), text() else { return false }
    skipBlanks()
    return take(UInt8(ascii: ":")) && value(depth: depth + 1)
  }

  private mutating func text() -> Bool {
    index += 1
    while index < bytes.count, bytes[index] >= 0x20 {
      if bytes[index] == UInt8(ascii: "\\") {
        index = min(index + 2, bytes.count)
      } else if take(UInt8(ascii: "\"")) {
        return true
      } else {
        index += 1
      }
    }
    return false
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  /// A digit, a letter of `true`, or another character of a number.
  private static func isScalar(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || [0x2B, 0x2D, 0x2E].contains(byte)
  }
}

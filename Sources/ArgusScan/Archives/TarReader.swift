/// This is the reading of a tar archive: blocks of 512 bytes, a head for each file, names of any length by the ways of
/// POSIX and GNU.
enum TarReader {
  private static let block = 512
  private static let maximumNameBytes = 4_096

  /// The name and content of each regular file, up to the first head that is none.
  static func members(_ bytes: [UInt8], limit: Int) -> [(name: [UInt8], content: ArraySlice<UInt8>)] {
    var members: [(name: [UInt8], content: ArraySlice<UInt8>)] = []
    var position = 0
    var longName: [UInt8]?
    while position <= bytes.count - block, members.count < limit {
      let head = bytes[position..<(position + block)]
      guard isIntact(head), let size = number(head.dropFirst(124).prefix(12)) else { break }
      let start = position + block
      // The last file of an archive that was cut short is there as far as it is there.
      let end = size < bytes.count - start ? start + size : bytes.count
      let content = bytes[start..<end]
      switch head[position + 156] {
      case UInt8(ascii: "L"): longName = text(content.prefix(maximumNameBytes))
      case UInt8(ascii: "x"): longName = path(inRecords: content) ?? longName
      case UInt8(ascii: "0"), 0, UInt8(ascii: "7"):
        members.append((longName ?? name(head), content))
        longName = nil
      default: longName = nil
      }
      let padded = size.addingReportingOverflow(block - 1)
      guard !padded.overflow, padded.partialValue / block * block <= bytes.count - start else { break }
      position = start + padded.partialValue / block * block
    }
    return members
  }

  /// The sum of all bytes of the head, its own field taken as blanks.
  private static func isIntact(_ head: ArraySlice<UInt8>) -> Bool {
    let field = head.dropFirst(148).prefix(8)
    guard let expected = number(field) else { return false }
    let sum = head.reduce(0) { $0 + Int($1) } - field.reduce(0) { $0 + Int($1) } + 8 * 0x20
    return sum == expected
  }

  /// Octal digits, or a binary number where the first bit is set.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first else { return nil }
    var value = 0
    if first & 0x80 != 0 {
      for byte in field.dropFirst() {
        guard value < 1 << 54 else { return nil }
        value = value << 8 | Int(byte)
      }
      return value
    }
    var hasDigit = false
    for byte in field {
      if (0x30...0x37).contains(byte) {
        guard value < 1 << 54 else { return nil }
        value = value << 3 | Int(byte - 0x30)
        hasDigit = true
      } else if byte == 0 || byte == 0x20 {
        if hasDigit { break }
      } else {
        return nil
      }
    }
    return hasDigit ? value : nil
  }

  private static func name(_ head: ArraySlice<UInt8>) -> [UInt8] {
    let name = text(head.prefix(100))
    let prefix = text(head.dropFirst(345).prefix(155))
    return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
  }

  private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

  /// The `path` of POSIX's records, `LENGTH KEY=VALUE\n` each.
  private static func path(inRecords content: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = content
    var found: [UInt8]?
    while let blank = rest.firstIndex(of: 0x20), let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
      length > blank - rest.startIndex + 1, length <= rest.count
    {
      let record = rest[(blank + 1)..<(rest.startIndex + length - 1)]
      if record.starts(with: "path=".utf8) { found = Array(record.dropFirst(5).prefix(maximumNameBytes)) }
      rest = rest.dropFirst(length)
    }
    return found
  }
}

/// This is the reading of a zip archive by its central directory, which says what is in it.
enum ZipReader {
  struct Entry {
    var name: [UInt8]
    var content: ArraySlice<UInt8>
    /// False where the content is deflated.
    var isStored: Bool
  }

  /// The end record may be followed by a comment of so many bytes.
  private static let maximumComment = 65_535

  /// The files that can be read, and why others cannot.
  static func entries(_ bytes: [UInt8], limit: Int) -> (entries: [Entry], complaint: String?) {
    var entries: [Entry] = []
    var complaint: String?
    guard let end = endRecord(bytes) else { return ([], "it has no directory") }
    var position = word(bytes, end + 16)
    let count = half(bytes, end + 10)
    // These values say that the true ones stand in an extension for archives of 4 GiB and more.
    guard position != 0xFFFF_FFFF, count != 0xFFFF else {
      return ([], "a zip archive of the large kind is not read")
    }
    for _ in 0..<min(count, limit) {
      guard position <= bytes.count - 46, word(bytes, position) == 0x0201_4B50 else {
        return (entries, "its directory is damaged")
      }
      let nameCount = half(bytes, position + 28)
      let next = position + 46 + nameCount + half(bytes, position + 30) + half(bytes, position + 32)
      guard next <= bytes.count else { return (entries, "its directory is damaged") }
      let name = Array(bytes[(position + 46)..<(position + 46 + nameCount)])
      let isEncrypted = half(bytes, position + 8) & 1 != 0
      let method = half(bytes, position + 10)
      if name.last == UInt8(ascii: "/") {
        // A directory has no content.
      } else if isEncrypted {
        complaint = "a file in it is encrypted"
      } else if method != 0 && method != 8 {
        complaint = "a file in it is compressed in a way that is not read"
      } else if let content = content(bytes, at: word(bytes, position + 42), count: word(bytes, position + 20)) {
        if !content.isEmpty { entries.append(Entry(name: name, content: content, isStored: method == 0)) }
      } else {
        complaint = "its directory is damaged"
      }
      position = next
    }
    return (entries, count > limit ? "too many files" : complaint)
  }

  /// The bytes behind the head at `position`.
  private static func content(_ bytes: [UInt8], at position: Int, count: Int) -> ArraySlice<UInt8>? {
    guard position <= bytes.count - 30, word(bytes, position) == 0x0403_4B50 else { return nil }
    let start = position + 30 + half(bytes, position + 26) + half(bytes, position + 28)
    guard start <= bytes.count, count <= bytes.count - start else { return nil }
    return bytes[start..<(start + count)]
  }

  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    var position = bytes.count - 22
    let first = max(0, position - maximumComment)
    while position >= first {
      if word(bytes, position) == 0x0605_4B50 { return position }
      position -= 1
    }
    return nil
  }

  /// Both are asked only where the bytes are there.
  private static func half(_ bytes: [UInt8], _ index: Int) -> Int { Int(bytes[index]) | Int(bytes[index + 1]) << 8 }
  private static func word(_ bytes: [UInt8], _ index: Int) -> Int { half(bytes, index) | half(bytes, index + 2) << 16 }
}

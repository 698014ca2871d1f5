/// This is the test for bodies whose bytes are not the text that rules look for.
enum UnreadableText {
  /// Why `body` cannot be read as its type claims; nil where it can.
  static func reason(_ body: Span<UInt8>, _ type: ContentType) -> String? {
    if type.isForeignToASCII { return "charset \(type.charset.prefix(20)) is not read" }
    guard type.isText, body.count >= 2 else { return nil }
    let head = (0..<min(4, body.count)).map { body[$0] }
    if head.starts(with: [0x1F, 0x8B]) { return "gzip data without a Content-Encoding" }
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "zstd data without a Content-Encoding" }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16 or UTF-32 text" }
    guard head.count == 4 else { return nil }
    if head == [0, 0, 0xFE, 0xFF] { return "UTF-32 text" }
    // RFC 4627, section 3: two ASCII characters at the start betray the width by where the NULs stand.
    let zeros = head.map { $0 == 0 }
    switch zeros {
    case [true, false, true, false], [false, true, false, true]: return "UTF-16 text"
    case [true, true, true, false], [false, true, true, true]: return "UTF-32 text"
    default: return nil
    }
  }
}

/// This is one PEM block, RFC 7468: equal labels and a base64 body of a plausible key structure.
///
/// Line breaks may be real ones or the two characters `\n`, as they stand in JSON and shell variables.
enum PEMBlock {
  private static let opensshMagic = Array("openssh-key-v1".utf8) + [0]
  private static let minimumBytes = 24

  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard let begin = label("-----BEGIN ", in: value, from: 0),
      let end = label("-----END ", in: value, from: begin.end),
      begin.name == end.name
    else { return false }
    let lines = lines(value.extracting(begin.end..<end.start))
    let isEncrypted = lines.contains { ByteSearch.first(of: Array("ENCRYPTED".utf8), in: $0.span) != nil }
    var body: [UInt8] = []
    for line in lines where !line.contains(UInt8(ascii: ":")) {
      // OpenPGP's checksum line.
      if line.first == UInt8(ascii: "=") { continue }
      body.append(contentsOf: line)
    }
    guard let decoded = Base64.decode(body.span), decoded.count >= minimumBytes else { return false }
    // The content of a traditionally encrypted key is cipher text.
    if isEncrypted { return true }
    if begin.name.hasPrefix("PGP ") { return decoded[0] & 0x80 != 0 }
    if decoded.starts(with: opensshMagic) { return true }
    return isDERSequence(decoded)
  }

  private static func isDERSequence(_ bytes: [UInt8]) -> Bool {
    guard bytes[0] == 0x30 else { return false }
    let first = Int(bytes[1])
    guard first >= 0x80 else { return bytes.count == 2 + first }
    let width = first & 0x7F
    guard (1...3).contains(width) else { return false }
    let length = bytes[2..<(2 + width)].reduce(0) { $0 << 8 | Int($1) }
    return bytes.count == 2 + width + length
  }

  private static func label(
    _ opening: String, in value: Span<UInt8>, from start: Int
  ) -> (name: String, start: Int, end: Int)? {
    let opening = Array(opening.utf8)
    guard let found = ByteSearch.first(of: opening, in: value, from: start) else { return nil }
    let nameStart = found + opening.count
    guard let close = ByteSearch.first(of: Array("-----".utf8), in: value, from: nameStart) else { return nil }
    return (PathText.string(value.extracting(nameStart..<close)), found, close + 5)
  }

  private static func lines(_ body: Span<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var index = 0
    while index < body.count {
      let byte = body[index]
      if byte == UInt8(ascii: "\\"), index + 1 < body.count {
        if body[index + 1] == UInt8(ascii: "n") || body[index + 1] == UInt8(ascii: "r") { lines.append([]) }
        index += 2
        continue
      }
      switch byte {
      case 0x0A, 0x0D: lines.append([])
      case 0x20, 0x09: break
      default: lines[lines.count - 1].append(byte)
      }
      index += 1
    }
    return lines
  }
}

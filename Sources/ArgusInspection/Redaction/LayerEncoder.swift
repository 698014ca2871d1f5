/// This is one step of decoding, done backwards for a few units.
struct LayerEncoder {
  private let chain: DecodingChain
  /// What the units were written as.
  private let original: [UInt8]
  private var bytes: [UInt8] = []
  /// Behind the last replacement: where padding does no harm.
  private var padding = 0

  init(_ chain: DecodingChain, original: [UInt8]) {
    self.chain = chain
    self.original = original
  }

  mutating func keep(_ text: ArraySlice<UInt8>) { bytes.append(contentsOf: text) }

  mutating func replace(_ text: [UInt8]) {
    bytes.append(contentsOf: text)
    padding = bytes.count
  }

  /// The units anew; nil where this cannot be done for a part.
  /// - Parameter isEnd: True where the layer's text ends with these units.
  func encoded(isEnd: Bool) -> [UInt8]? {
    switch chain.last {
    case .base64, .base64url: base64()
    case .hex where chain.steps.count == 1: hex()
    case .jsonString: Self.jsonEscaped(bytes)
    case .percent: Self.percentEscaped(bytes)
    case .html: Self.htmlEscaped(bytes)
    case .utf16: utf16()
    case .tags: tags()
    case .invisible, .compatibility, .ansi, .joined: bytes
    // What follows in a compressed stream depends on what was before it.
    default: nil
    }
  }

  /// Blanks behind the placeholder make the length one of whole quads, unless the encoding ends here anyway.
  private func base64() -> [UInt8] {
    let isPadded = original.last == UInt8(ascii: "=")
    let characters = original.count { Base64Runs.sextet($0) < 64 }
    var bytes = bytes
    let isLast = isPadded || !characters.isMultiple(of: 4)
    if !isLast {
      let blank = blank
      while !bytes.count.isMultiple(of: 3) { bytes.insert(contentsOf: blank, at: padding) }
    }
    return Base64Runs.encode(bytes, isURL: chain.last == .base64url, isPadded: isPadded)
  }

  /// A blank as wide as the characters before it.
  private var blank: [UInt8] {
    guard padding >= 2 else { return [0x20] }
    switch (bytes[padding - 2], bytes[padding - 1]) {
    case (0, let last) where last != 0: return [0, 0x20]
    case (let first, 0) where first != 0: return [0x20, 0]
    default: return [0x20]
    }
  }

  /// In the manner of the first pair: what stands before and behind it, and the case of its letters.
  private func hex() -> [UInt8] {
    let prefix: [UInt8] =
      original.starts(with: Array("0x".utf8)) || original.starts(with: Array("0X".utf8))
      ? Array(original.prefix(2)) : []
    let isSeparator = { (byte: UInt8) in CodedUnit.hexDigit(byte) == nil && byte | 0x20 != UInt8(ascii: "x") }
    let behind = original.dropFirst(prefix.count + 2)
    let separator = Array(behind.prefix(while: isSeparator))
    let tail = original.reversed().prefix(while: isSeparator).reversed()
    let digits = Array(
      (original.contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
        ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    var output: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      output += prefix + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      if index < bytes.count - 1 { output += separator }
    }
    return output + tail
  }

  private func utf16() -> [UInt8]? {
    // Either all of it is ASCII, or it is not ours to write.
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    let isBigEndian = original.first == 0
    return bytes.flatMap { isBigEndian ? [0, $0] : [$0, 0] }
  }

  private func tags() -> [UInt8] {
    bytes.flatMap { [0xF3, 0xA0, 0x80 | ($0 >> 6 & 1), 0x80 | $0 & 0x3F] as [UInt8] }
  }

  static func jsonEscaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case 0x0A: Array("\\n".utf8)
      case 0x0D: Array("\\r".utf8)
      case 0x09: Array("\\t".utf8)
      case 0..<0x20: Array("\\u00".utf8) + pair(byte)
      default: [byte]
      }
    }
  }

  /// The placeholder's own marks stay readable, as in forms.
  static func percentEscaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        [byte]
      case let byte where ByteClass.isAlphanumeric(byte): [byte]
      default: [UInt8(ascii: "%")] + pair(byte)
      }
    }
  }

  private static func htmlEscaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "&"): Array("&amp;".utf8)
      case UInt8(ascii: "<"): Array("&lt;".utf8)
      case UInt8(ascii: ">"): Array("&gt;".utf8)
      case UInt8(ascii: "\""): Array("&quot;".utf8)
      case UInt8(ascii: "'"): Array("&#39;".utf8)
      default: [byte]
      }
    }
  }

  private static func pair(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}

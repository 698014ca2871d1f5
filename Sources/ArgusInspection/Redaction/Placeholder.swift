/// This is what stands in a redacted body instead of a value: `[REDACTED:type]`.
enum Placeholder {
  private static let opening = Array("[REDACTED:".utf8)
  private static let maximumTypeBytes = 64

  static func text(for type: String) -> [UInt8] {
    opening + Array(name(of: type).utf8) + [UInt8(ascii: "]")]
  }

  /// `type` in characters that need no escape in JSON and close no bracket.
  static func name(of type: String) -> String {
    let bytes = type.utf8.prefix(maximumTypeBytes).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
        byte
      default: UInt8(ascii: "_")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Tells whether `span` lies within a placeholder of one of `types` or `more`.
  ///
  /// Only known types count: a secret that somebody writes into a pair of such brackets is still a secret.
  static func covers(_ span: Range<Int>, in field: Span<UInt8>, _ types: Set<String>, _ more: Set<String>) -> Bool {
    let reach = opening.count + maximumTypeBytes
    guard span.count <= reach + 1 else { return false }
    var start = span.lowerBound
    let first = max(0, span.lowerBound - reach)
    while field.count - start < opening.count || field[start] != opening[0] || !begins(at: start, field) {
      // Within a placeholder there is no other bracket, so the first one to the left decides.
      guard start > first, start == span.lowerBound || field[start] != UInt8(ascii: "]") else { return false }
      start -= 1
    }
    let nameStart = start + opening.count
    let close = ByteSearch.first(of: UInt8(ascii: "]"), or: UInt8(ascii: "["), in: field, from: nameStart)
    guard close < field.count, field[close] == UInt8(ascii: "]"), close - nameStart <= maximumTypeBytes,
      span.upperBound <= close + 1
    else { return false }
    let name = PathText.string(field.extracting(nameStart..<close))
    return types.contains(name) || more.contains(name)
  }

  /// How far before a span the placeholder that covers it can begin, and how far behind it end.
  static let reach = opening.count + maximumTypeBytes + 1

  /// Tells whether a placeholder may begin in `text` that covers `span`, whatever follows the text.
  static func mayCover(_ span: Range<Int>, in text: Span<UInt8>) -> Bool {
    for start in max(0, span.lowerBound - reach)..<span.upperBound where text[start] == opening[0] {
      let known = min(opening.count, text.count - start)
      if (1..<known).allSatisfy({ text[start + $0] == opening[$0] }) { return true }
    }
    return false
  }

  private static func begins(at start: Int, _ field: Span<UInt8>) -> Bool {
    for offset in opening.indices where field[start + offset] != opening[offset] { return false }
    return true
  }
}

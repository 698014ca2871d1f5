/// This is the place where a JSON text begins in bytes that may be anything.
///
/// Much that is no JSON begins with a sign of it: a settings file with a section in brackets, a program with a quoted
/// comment. Read as JSON as well, its text would be laid and scanned twice.
package enum JSONStart {
  /// Behind a byte order mark and blanks; nil where no JSON begins. The bytes decide, not the declared type: a body
  /// that lies about its type is still read.
  ///
  /// - Parameter isDeclared: The sender calls the bytes JSON; then they are read as JSON whatever they are.
  package static func find(in bytes: Span<UInt8>, isDeclared: Bool) -> Int? {
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    let start = skipBlanks(from: hasMark ? 3 : 0, in: bytes)
    guard start < bytes.count else { return nil }
    return isDeclared || beginsValue(at: start, in: bytes) ? start : nil
  }

  /// Whether the bytes at `start` can be a container or a string, as far as its first sign or its end goes.
  private static func beginsValue(at start: Int, in bytes: Span<UInt8>) -> Bool {
    switch bytes[start] {
    case UInt8(ascii: "{"):
      isFit(behind: start, in: bytes) { bytes, next in
        bytes[next] == UInt8(ascii: "\"") || bytes[next] == UInt8(ascii: "}")
      }
    case UInt8(ascii: "["): isFit(behind: start, in: bytes, isValueOrEnd)
    case UInt8(ascii: "\""): isWholeString(at: start, in: bytes)
    default: false
    }
  }

  /// A text may end anywhere and still be JSON.
  private static func isFit(
    behind index: Int, in bytes: Span<UInt8>, _ isFit: (_ bytes: Span<UInt8>, _ index: Int) -> Bool
  ) -> Bool {
    let next = skipBlanks(from: index + 1, in: bytes)
    return next == bytes.count || isFit(bytes, next)
  }

  private static func isValueOrEnd(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    switch bytes[index] {
    case UInt8(ascii: "]"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: "-"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: index + 1 == bytes.count || JSONTokenizer.beginsWord(bytes, at: index)
    }
  }

  /// A string at the top stands alone, or before other values apart from it.
  private static func isWholeString(at start: Int, in bytes: Span<UInt8>) -> Bool {
    var tokenizer = JSONTokenizer(position: start + 1)
    _ = tokenizer.skipString(bytes)
    let end = tokenizer.position
    let next = skipBlanks(from: end, in: bytes)
    guard next < bytes.count else { return true }
    switch bytes[next] {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["): return next > end
    default: return false
    }
  }

  private static func skipBlanks(from start: Int, in bytes: Span<UInt8>) -> Int {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return index
      }
    }
    return index
  }
}

/// This is an iterative JSON reader that never builds a document and never fails.
///
/// It holds one bit per open container (at most one eighth of the body's size) and no other memory. It is lenient
/// where leniency hides nothing: whatever is not a string, a number, a word or punctuation sets ``isMalformed`` and is
/// stepped over. Several top-level values (NDJSON) follow one another.
package struct JSONTokenizer {
  package enum Token {
    case beginObject, beginArray, endContainer, comma
    /// The position is behind the opening quote: the caller reads the string and moves ``position`` behind the
    /// closing one.
    case key, string
    case number(Range<Int>)
    case word
    case finished
  }

  package var position: Int
  package private(set) var isMalformed = false
  package private(set) var depth = 0
  /// Bit `depth - 1` is set where the innermost container is an object.
  private var kinds: [UInt64] = []
  package private(set) var isInObject = false
  private var expectsKey = false

  package init(position: Int) { self.position = position }

  package mutating func next(_ body: Span<UInt8>) -> Token {
    while position < body.count {
      let byte = body[position]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ":"): position += 1
      case UInt8(ascii: ","):
        position += 1
        expectsKey = isInObject
        return .comma
      case UInt8(ascii: "\""):
        position += 1
        defer { expectsKey = false }
        return expectsKey ? .key : .string
      case UInt8(ascii: "{"):
        open(object: true)
        return .beginObject
      case UInt8(ascii: "["):
        open(object: false)
        return .beginArray
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        position += 1
        guard depth > 0, isInObject == (byte == UInt8(ascii: "}")) else {
          isMalformed = true
          continue
        }
        close()
        return .endContainer
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number(body)
      case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
        let length = Self.word(body, at: position)
        guard length > 0 else {
          isMalformed = true
          position += 1
          continue
        }
        position += length
        return .word
      default:
        isMalformed = true
        position += 1
      }
    }
    if depth > 0 { isMalformed = true }
    return .finished
  }

  /// Moves behind the string whose content begins at ``position``; returns the content.
  package mutating func skipString(_ body: Span<UInt8>) -> Range<Int> {
    let start = position
    var index = start
    while true {
      index = ByteSearch.stringDelimiter(in: body, from: index)
      guard index < body.count else {
        endUnclosedString(body)
        return start..<body.count
      }
      if body[index] == UInt8(ascii: "\"") {
        position = index + 1
        return start..<index
      }
      index = min(index + 2, body.count)
    }
  }

  /// Records that the body ended within a string.
  mutating func endUnclosedString(_ body: Span<UInt8>) {
    isMalformed = true
    position = body.count
  }

  private mutating func open(object: Bool) {
    position += 1
    let word = depth / 64
    if word == kinds.count { kinds.append(0) }
    let bit: UInt64 = 1 &<< UInt64(depth % 64)
    kinds[word] = object ? kinds[word] | bit : kinds[word] & ~bit
    depth += 1
    isInObject = object
    expectsKey = object
  }

  private mutating func close() {
    depth -= 1
    expectsKey = false
    guard depth > 0 else {
      isInObject = false
      return
    }
    isInObject = kinds[(depth - 1) / 64] & (1 &<< UInt64((depth - 1) % 64)) != 0
  }

  private mutating func number(_ body: Span<UInt8>) -> Token {
    let start = position
    position += 1
    while position < body.count {
      switch body[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
        UInt8(ascii: "+"), UInt8(ascii: "-"):
        position += 1
      default: return .number(start..<position)
      }
    }
    return .number(start..<position)
  }

  /// The length of `true`, `false` or `null` at `index`; 0 where none stands there.
  private static func word(_ body: Span<UInt8>, at index: Int) -> Int {
    let word: StaticString =
      switch body[index] {
      case UInt8(ascii: "t"): "true"
      case UInt8(ascii: "f"): "false"
      default: "null"
      }
    let count = word.utf8CodeUnitCount
    guard index + count <= body.count else { return 0 }
    return word.withUTF8Buffer { letters in letters.indices.allSatisfy { letters[$0] == body[index + $0] } } ? count : 0
  }

  /// Whether `true`, `false` or `null` stands at `index`.
  static func beginsWord(_ body: Span<UInt8>, at index: Int) -> Bool { word(body, at: index) > 0 }
}

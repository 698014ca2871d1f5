/// This is a file's text before it is parsed: known to be UTF-8, of allowed characters and size, cut into lines.
struct YAMLText {
  /// 4 MiB.
  static let byteLimit = 4 << 20

  enum Fault {
    case tooLarge(byteCount: Int)
    case invalidUTF8(byte: UInt8)
    case forbiddenCharacter(Unicode.Scalar)
  }

  /// Without the byte order mark.
  var bytes: ArraySlice<UInt8>
  /// Cut where libyaml counts a new line, without the line breaks.
  var lines: [String] = []
  /// The first fault and the mark (counted from 0) where it stands.
  var fault: (Fault, line: Int, column: Int)?

  init(_ input: [UInt8]) {
    bytes = input.starts(with: [0xEF, 0xBB, 0xBF]) ? input.dropFirst(3) : input[...]
    guard bytes.count <= Self.byteLimit else {
      fault = (.tooLarge(byteCount: bytes.count), 0, 0)
      bytes = []
      return
    }
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = bytes.startIndex
    var lineStart = offset
    var column = 0
    var previousWasReturn = false
    reading: while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: break reading
      case .error:
        note(.invalidUTF8(byte: bytes[offset]), column: column)
        break reading
      case .valid(let encoded):
        let start = offset
        offset += encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar == "\n", previousWasReturn {
          previousWasReturn = false
          lineStart = offset
          continue
        }
        previousWasReturn = scalar == "\r"
        if Self.isBreak(scalar) {
          lines.append(String(decoding: bytes[lineStart..<start], as: UTF8.self))
          lineStart = offset
          column = 0
          continue
        }
        if !Self.isAllowed(scalar) { note(.forbiddenCharacter(scalar), column: column) }
        column += 1
      }
    }
    // The line of a fault is there even if nothing of it could be read.
    if lineStart < offset || fault?.line == lines.count {
      lines.append(String(decoding: bytes[lineStart..<offset], as: UTF8.self))
    }
  }

  private mutating func note(_ kind: Fault, column: Int) {
    if fault == nil { fault = (kind, lines.count, column) }
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// YAML's printable characters; a byte order mark inside the text is none.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }
}

import CZlib
import Foundation

/// The ways to hide a text that tests use, each with the name of the step that undoes it.
enum Encoder: String, CaseIterable, Sendable {
  case base64, base64Unpadded, base64url, base64Lines, dataURI, hex, hexUpper, hexEscapes, hexSpaced, hexColons,
    hexList,
    percent, percentTwice, unicodeEscapes, jsonString, htmlDecimal, htmlHex, utf16Base64, utf16BigEndianBase64, gzip,
    zeroWidth, bidi, tags, fullwidth, mathematical, ansi, wrapped, continued, softBreak, concatenated, adjacent

  /// Those that take any text and yield one line of printable ASCII, so that they can be put into one another.
  static let stackable: [Encoder] = [
    .base64, .base64Unpadded, .base64url, .dataURI, .hex, .hexUpper, .hexEscapes, .hexSpaced, .hexColons, .hexList,
    .percent, .unicodeEscapes, .jsonString, .htmlDecimal, .htmlHex, .utf16Base64, .utf16BigEndianBase64, .gzip,
  ]

  var steps: [String] {
    switch self {
    case .base64, .base64Unpadded, .base64Lines: ["base64"]
    case .base64url: ["base64url"]
    case .dataURI: ["data-uri", "base64"]
    case .hex, .hexUpper, .hexEscapes, .hexSpaced, .hexColons, .hexList: ["hex"]
    case .percent: ["percent"]
    case .percentTwice: ["percent", "percent"]
    case .unicodeEscapes: ["unicode-escape"]
    case .jsonString: ["json-string"]
    case .htmlDecimal, .htmlHex: ["html"]
    case .utf16Base64, .utf16BigEndianBase64: ["base64", "utf-16"]
    case .gzip: ["base64", "gzip"]
    case .zeroWidth, .bidi: ["invisible"]
    case .tags: ["tags"]
    case .fullwidth, .mathematical: ["compatibility"]
    case .ansi: ["ansi"]
    case .wrapped, .continued, .softBreak, .concatenated, .adjacent: ["joined"]
    }
  }

  func encode(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let half = text.index(text.startIndex, offsetBy: text.count / 2)
    let (left, right) = (String(text[..<half]), String(text[half...]))
    switch self {
    case .base64: return Data(bytes).base64EncodedString()
    case .base64Unpadded: return Encoder.base64.encode(text).replacingOccurrences(of: "=", with: "")
    case .base64url:
      // These three bytes show which alphabet it is, whatever the text.
      return Encoder.url(Array("?>?".utf8) + bytes)
    case .base64Lines:
      return Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
    case .dataURI: return "data:text/plain;base64," + Encoder.base64.encode(text)
    case .hex: return Encoder.pairs(bytes).joined()
    case .hexUpper: return Encoder.pairs(bytes).joined().uppercased()
    case .hexEscapes: return Encoder.pairs(bytes).map { "\\x" + $0 }.joined()
    case .hexSpaced: return Encoder.pairs(bytes).joined(separator: " ")
    case .hexColons: return Encoder.pairs(bytes).joined(separator: ":")
    case .hexList: return Encoder.pairs(bytes).map { "0x" + $0 }.joined(separator: ", ")
    case .percent: return Encoder.pairs(bytes).map { "%" + $0.uppercased() }.joined()
    case .percentTwice: return Encoder.pairs(bytes).map { "%25" + $0.uppercased() }.joined()
    case .unicodeEscapes: return Encoder.pairs(bytes).map { "\\u00" + $0 }.joined()
    case .jsonString:
      // As an encoder may that escapes more than it must.
      let escaped = bytes.enumerated().map { index, byte -> String in
        index % 5 == 0 ? "\\u00" + Encoder.pairs([byte])[0] : Encoder.escaped(byte)
      }
      return "{\"note\":\"\\\"" + escaped.joined() + "\\n\"}"
    case .htmlDecimal: return bytes.map { "&#\($0);" }.joined()
    case .htmlHex: return Encoder.pairs(bytes).map { "&#x\($0);" }.joined()
    case .utf16Base64: return Data(bytes.flatMap { [$0, 0] }).base64EncodedString()
    case .utf16BigEndianBase64: return Data(bytes.flatMap { [0, $0] }).base64EncodedString()
    case .gzip: return Data(Encoder.gzipped(bytes)).base64EncodedString()
    case .zeroWidth: return text.map(String.init).joined(separator: "\u{200B}")
    case .bidi: return left + "\u{202E}\u{2066}" + right
    case .tags: return String(String.UnicodeScalarView(bytes.compactMap { Unicode.Scalar(0xE_0000 + UInt32($0)) }))
    case .fullwidth:
      return String(
        String.UnicodeScalarView(
          text.unicodeScalars.compactMap { $0.value > 0x20 && $0.value < 0x7F ? Unicode.Scalar($0.value + 0xFEE0) : $0 }
        ))
    case .mathematical: return String(String.UnicodeScalarView(text.unicodeScalars.map(Encoder.bold)))
    case .ansi: return left + "\u{1B}[31;1m" + right + "\u{1B}[0m"
    case .wrapped: return left + "\n" + right
    case .continued: return left + "\\\n    " + right
    case .softBreak: return "\n" + String(repeating: "q ", count: (74 - left.count) / 2) + left + "=\r\n" + right
    case .concatenated: return "\"" + left + "\" +\n  \"" + right + "\""
    case .adjacent: return "'" + left + "' '" + right + "'"
    }
  }

  private static func url(_ bytes: [UInt8]) -> String {
    let text = Data(bytes).base64EncodedString()
    return text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      .replacingOccurrences(of: "=", with: "")
  }

  private static func pairs(_ bytes: [UInt8]) -> [String] {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): "\\" + String(UnicodeScalar(byte))
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    default: String(UnicodeScalar(byte))
    }
  }

  private static func bold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let mapped: UInt32
    switch scalar.value {
    case 0x41...0x5A: mapped = scalar.value - 0x41 + 0x1_D400
    case 0x61...0x7A: mapped = scalar.value - 0x61 + 0x1_D41A
    case 0x30...0x39: mapped = scalar.value - 0x30 + 0x1_D7CE
    default: mapped = scalar.value
    }
    return Unicode.Scalar(mapped) ?? scalar
  }

  static func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard
      deflateInit2_(
        &stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return [] }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        _ = deflate(&stream, Z_FINISH)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }
}

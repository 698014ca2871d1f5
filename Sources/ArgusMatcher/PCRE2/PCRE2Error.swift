internal import CPCRE2

/// This is the reading of PCRE2's return codes.
enum PCRE2Error {
  /// The bounded name of a code that stopped a search; it never quotes a text.
  static func limitName(_ code: Int32) -> String {
    switch code {
    case PCRE2_ERROR_MATCHLIMIT: "match limit"
    case PCRE2_ERROR_DEPTHLIMIT: "depth limit"
    case PCRE2_ERROR_HEAPLIMIT: "heap limit"
    case PCRE2_ERROR_JIT_STACKLIMIT: "JIT stack limit"
    case PCRE2_ERROR_CALLOUT: "step budget"
    case PCRE2_ERROR_NOMEMORY: "out of memory"
    case PCRE2_ERROR_RECURSELOOP: "recursion loop"
    default: "PCRE2 code \(code)"
    }
  }

  /// PCRE2's own words for a code of `pcre2_compile`.
  static func message(_ code: Int32) -> String {
    // 256 bytes hold every message of the library; a longer one would be cut, not overrun.
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = unsafe pcre2_get_error_message_8(code, &buffer, buffer.count)
    guard length > 0 else { return "PCRE2 code \(code)" }
    return String(decoding: buffer.prefix(Int(length)), as: UTF8.self)
  }
}

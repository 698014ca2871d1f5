import NIOHTTP1

/// This is the strict reading of a request head: what the parser lets through and a second parser might read
/// otherwise is refused, and the connection with it.
enum RequestValidation {
  static func facts(of head: HTTPRequestHead, limits: RequestLimits) throws(Refusal) -> RequestFacts {
    try checkVersionAndMethod(head)
    try checkTarget(head.uri, limits: limits)
    var reading = Reading()
    for (name, value) in head.headers { try reading.add(name: name, value: value) }
    return try reading.finish(version: head.version)
  }

  private static func checkVersionAndMethod(_ head: HTTPRequestHead) throws(Refusal) {
    guard head.version.major == 1, head.version.minor == 0 || head.version.minor == 1 else {
      throw Refusal(.httpVersionNotSupported, "http_version", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    }
    switch head.method {
    case .CONNECT, .TRACE:
      throw Refusal(.notImplemented, "method", "CONNECT and TRACE are not served; point the client's base URL here.")
    case .GET, .HEAD, .POST, .PUT, .PATCH, .DELETE, .OPTIONS:
      return
    default:
      throw Refusal(.notImplemented, "method", "The request method is not served.")
    }
  }

  private static func checkTarget(_ uri: String, limits: RequestLimits) throws(Refusal) {
    let bytes = uri.utf8
    guard bytes.count <= limits.maximumURIBytes else {
      throw Refusal(.uriTooLong, "uri_too_long", "The request target is longer than \(limits.maximumURIBytes) bytes.")
    }
    guard bytes.first == UInt8(ascii: "/") else {
      throw .malformed("request_target", "The request target must be a path: absolute-form and `*` are not served.")
    }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\\") }) else {
      throw .malformed("request_target", "The request target holds a character that must be percent-encoded.")
    }
    guard !hasDotSegment(RequestFacts.splitTarget(uri).path) else {
      throw .malformed("request_target", "The path must not contain `.` or `..` segments.")
    }
  }

  /// `..`, also percent-encoded, could climb out of an upstream's path prefix.
  private static func hasDotSegment(_ path: Substring) -> Bool {
    guard path.utf8.contains(UInt8(ascii: ".")) || path.utf8.contains(UInt8(ascii: "%")) else { return false }
    let plain = path.lowercased().replacingAll("%2e", with: ".").replacingAll("%2f", with: "/")
      .replacingAll("%5c", with: "/")
    return plain.utf8.split(separator: UInt8(ascii: "/")).contains {
      $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }
  }
}

extension RequestValidation {
  /// This is the one pass over the header fields.
  private struct Reading {
    private var facts = RequestFacts()
    private var hosts = 0
    private var lengths = 0
    private var transferCodings = 0

    mutating func add(name: String, value raw: String) throws(Refusal) {
      try Self.check(name: name, value: raw)
      // The parser leaves white space after a value; it is no part of it.
      let value = raw.utf8.last == 0x20 || raw.utf8.last == 0x09 ? HeaderNames.trimmingWhitespace(raw) : raw
      let lower = name.lowercased()
      switch lower {
      case "host":
        hosts += 1
        facts.host = value
      case "content-length":
        lengths += 1
        facts.contentLength = try Self.length(value)
      case "transfer-encoding":
        transferCodings += 1
        guard value.lowercased() == "chunked" else {
          throw .malformed("transfer_encoding", "The only transfer coding that is understood is exactly `chunked`.")
        }
        facts.isChunked = true
      case "connection": facts.connectionNames += HeaderNames.tokens(of: value)
      case "content-type": facts.contentType = value
      case "content-encoding":
        facts.contentCodings += HeaderNames.tokens(of: value).filter { $0 != "identity" }
      case "expect":
        guard value.lowercased() == "100-continue" else {
          throw Refusal(.expectationFailed, "expect", "The only expectation that is met is `100-continue`.")
        }
        facts.expectsContinue = true
      case "upgrade":
        facts.hasUpgrade = true
        guard !HeaderNames.tokens(of: value).contains("websocket") else {
          throw Refusal(.upgradeRequired, "websocket", "WebSocket is not served here; use HTTP requests instead.")
        }
      default: break
      }
      if !HeaderNames.isExemptFromInspection(lower) { facts.inspectedHeaders.append((lower, value)) }
    }

    func finish(version: HTTPVersion) throws(Refusal) -> RequestFacts {
      guard hosts == 1 || (hosts == 0 && version == .http1_0) else {
        throw .malformed("host", "Exactly one Host field is needed.")
      }
      guard hosts == 0 || Self.isHost(facts.host) else { throw .malformed("host", "The Host field is malformed.") }
      guard lengths <= 1, transferCodings <= 1 else {
        throw .malformed("framing", "The body's framing is stated more than once.")
      }
      guard lengths == 0 || transferCodings == 0 else {
        throw .malformed("framing", "Content-Length and Transfer-Encoding exclude each other.")
      }
      guard transferCodings == 0 || version == .http1_1 else {
        throw .malformed("framing", "Transfer-Encoding needs HTTP/1.1.")
      }
      return facts
    }

    private static func check(name: String, value: String) throws(Refusal) {
      guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
        throw .malformed("header_name", "A header field name is malformed.")
      }
      // The parser replaces bytes that are not UTF-8 by U+FFFD; what was sent is lost, so it cannot be forwarded.
      let isClean = value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
      guard isClean, value.utf8.allSatisfy({ $0 < 0x80 }) || !value.unicodeScalars.contains("\u{FFFD}") else {
        throw .malformed("header_value", "A header field value holds a character that is not allowed.")
      }
    }

    private static func length(_ value: String) throws(Refusal) -> Int {
      guard !value.isEmpty, value.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
        let length = Int(value)
      else { throw .malformed("content_length", "Content-Length must be one decimal number.") }
      return length
    }

    private static func isHost(_ host: String) -> Bool {
      !host.isEmpty
        && host.utf8.allSatisfy { byte in
          isAlphanumeric(byte) || ".-_:[]%".utf8.contains(byte)
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
      isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }
  }
}

extension String {
  /// The text with every `target` replaced, left to right.
  fileprivate func replacingAll(_ target: String, with replacement: String) -> String {
    guard contains(target) else { return self }
    return split(separator: target, omittingEmptySubsequences: false).joined(separator: replacement)
  }
}

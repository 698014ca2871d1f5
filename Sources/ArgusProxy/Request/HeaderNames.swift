/// This is what the proxy knows of header names; all in lower case.
enum HeaderNames {
  /// Fields that speak about one connection and end there (RFC 9110, 7.6.1), the framing included.
  static func isHopByHop(_ name: String) -> Bool {
    switch name {
    case "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect": true
    default: name.hasPrefix("proxy-")
    }
  }

  /// The caller's own credentials to the provider, and fields that carry no text of the user.
  static func isExemptFromInspection(_ name: String) -> Bool {
    switch name {
    case "authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "host", "content-length": true
    default: isHopByHop(name)
    }
  }

  /// Our own control fields: a client cannot set them.
  static func isOwn(_ name: String) -> Bool { name.hasPrefix("x-argus-") }

  /// The elements of a comma-separated field value, in lower case, without the empty ones.
  static func tokens(of value: String) -> [String] {
    value.utf8.split(separator: UInt8(ascii: ",")).compactMap { element in
      let trimmed = trimmingWhitespace(String(element) ?? "")
      return trimmed.isEmpty ? nil : trimmed.lowercased()
    }
  }

  static func trimmingWhitespace(_ text: String) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let utf8 = text.utf8
    guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first...last])
  }
}

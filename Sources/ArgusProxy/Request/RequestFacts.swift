import NIOHTTP1

/// This is a request head that kept to the letter of HTTP/1.1, reduced to what the proxy decides by.
///
/// It cannot be built from a head whose framing two parsers could read in two ways; such a head is a ``Refusal``.
struct RequestFacts {
  /// Nil where the head has no `Content-Length`.
  var contentLength: Int?
  var isChunked = false
  var host = ""
  var expectsContinue = false
  var hasUpgrade = false
  /// Fields that `Connection` nominates as ending here, in lower case.
  var connectionNames: [String] = []
  var contentType = ""
  /// In the order they were applied; `identity` left out.
  var contentCodings: [String] = []
  /// Everything that is scanned, see ``HeaderNames/isExemptFromInspection(_:)``.
  var inspectedHeaders: [(name: String, value: String)] = []

  /// Where the path ends and the query, if any, begins.
  static func splitTarget(_ uri: String) -> (path: Substring, query: Substring) {
    guard let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (uri[...], "") }
    return (uri[..<mark], uri[uri.utf8.index(after: mark)...])
  }
}

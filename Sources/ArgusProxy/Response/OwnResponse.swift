import ArgusKit
import NIOCore
import NIOHTTP1

/// This is a whole answer made here: a refusal, a block, a gateway error, or a page of our own.
struct OwnResponse {
  var status: HTTPResponseStatus
  var contentType = "application/json"
  /// Fields besides the type, the length and the connection.
  var headers: [(String, String)] = []
  var body: String

  static func refusal(_ refusal: Refusal, provider: Provider, requestID: String) -> OwnResponse {
    var headers = [("x-argus-request-id", requestID), ("x-argus-reason", refusal.reason)]
    if let seconds = refusal.retryAfter {
      headers.append(("retry-after", String(seconds)))
    } else if refusal.status.code < 500 {
      headers.append(("x-should-retry", "false"))
    }
    if refusal.status == .upgradeRequired { headers.append(("upgrade", "HTTP/1.1")) }
    let document = ProviderError.document(
      for: provider, status: refusal.status, code: refusal.reason, message: refusal.message, requestID: requestID)
    return OwnResponse(status: refusal.status, headers: headers, body: document)
  }

  /// The bytes on the wire. A response to HEAD states the length of the body that it leaves out.
  func serialized(allocator: ByteBufferAllocator, isLast: Bool, omitsBody: Bool) -> ByteBuffer {
    var buffer = allocator.buffer(capacity: 256 + body.utf8.count)
    buffer.writeStatusLine(status)
    buffer.writeHeaderField("content-type", contentType)
    buffer.writeHeaderField("content-length", String(body.utf8.count))
    for (name, value) in headers { buffer.writeHeaderField(name, value) }
    if isLast { buffer.writeHeaderField("connection", status == .upgradeRequired ? "close, upgrade" : "close") }
    buffer.writeStaticString("\r\n")
    if !omitsBody { buffer.writeString(body) }
    return buffer
  }
}

extension ByteBuffer {
  mutating func writeStatusLine(_ status: HTTPResponseStatus) {
    writeStaticString("HTTP/1.1 ")
    writeString(String(status.code))
    writeStaticString(" ")
    writeString(status.reasonPhrase)
    writeStaticString("\r\n")
  }

  mutating func writeHeaderField(_ name: String, _ value: String) {
    writeString(name)
    writeStaticString(": ")
    writeString(value)
    writeStaticString("\r\n")
  }
}

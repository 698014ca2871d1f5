import NIOCore
import NIOHTTP1

/// This is the framing of one relayed response: the upstream's status, fields and bytes, with the connection's own
/// fields left out and chunks framed anew where the length is not known.
struct ResponseRelay {
  private enum Framing: Equatable {
    /// HEAD, 204, 304: the head is all there is.
    case headOnly
    /// The upstream stated the length, and the parser has checked it.
    case length
    case chunked
    /// For HTTP/1.0 clients: the end of the connection is the end of the body.
    case untilClose
  }

  let status: HTTPResponseStatus
  private(set) var bodyBytes = 0
  private let head: HTTPResponseHead
  private let framing: Framing

  /// Nil when the response's own framing is not one that can be relayed.
  init?(_ head: HTTPResponseHead, to request: HTTPRequestHead) {
    let codings = head.headers["transfer-encoding"]
    guard codings.isEmpty || (codings.count == 1 && codings[0].lowercased() == "chunked") else { return nil }
    self.head = head
    status = head.status
    if request.method == .HEAD || head.status.code == 204 || head.status.code == 304 {
      framing = .headOnly
    } else if codings.isEmpty && head.headers.contains(name: "content-length") {
      framing = .length
    } else {
      framing = request.version == .http1_1 ? .chunked : .untilClose
    }
  }

  /// True when only closing the connection can end this response.
  var needsClose: Bool { framing == .untilClose }

  func headBytes(allocator: ByteBufferAllocator, isLast: Bool) -> ByteBuffer {
    var buffer = allocator.buffer(capacity: 1024)
    buffer.writeStatusLine(head.status)
    var ending: [String] = []
    for value in head.headers["connection"] { ending += HeaderNames.tokens(of: value) }
    for (name, value) in head.headers {
      let lower = name.lowercased()
      if HeaderNames.isHopByHop(lower) || ending.contains(lower) { continue }
      if lower == "content-length" && (framing == .chunked || head.status.code == 204) { continue }
      buffer.writeHeaderField(name, value)
    }
    if framing == .chunked { buffer.writeStaticString("transfer-encoding: chunked\r\n") }
    if isLast { buffer.writeStaticString("connection: close\r\n") }
    buffer.writeStaticString("\r\n")
    return buffer
  }

  /// Passes the buffers for one piece of the body to `write`, in order.
  mutating func relay(_ body: ByteBuffer, allocator: ByteBufferAllocator, write: (ByteBuffer) -> Void) {
    let count = body.readableBytes
    guard count > 0, framing != .headOnly else { return }
    bodyBytes += count
    guard framing == .chunked else { return write(body) }
    // One copied buffer is cheaper than three writes while the piece is small, as events of a stream are.
    let isSmall = count <= 8 << 10
    var framed = allocator.buffer(capacity: (isSmall ? count : 0) + 20)
    framed.writeString(String(count, radix: 16))
    framed.writeStaticString("\r\n")
    if isSmall {
      framed.writeImmutableBuffer(body)
      framed.writeStaticString("\r\n")
      write(framed)
    } else {
      write(framed)
      write(body)
      write(ByteBuffer(staticString: "\r\n"))
    }
  }

  /// The bytes that end the body; nil where there are none.
  func endBytes() -> ByteBuffer? { framing == .chunked ? ByteBuffer(staticString: "0\r\n\r\n") : nil }
}

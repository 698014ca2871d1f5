import NIOCore
import NIOHTTP1

/// This is the request as it leaves: everything as the client sent it, in its order and spelling, except the fields
/// that end here and the framing, which states the exact length of the body that is held.
struct ForwardedRequest {
  var head: HTTPRequestHead
  var body: ByteBuffer

  /// - Parameter isPlain: the body is a rewritten, decoded one, so `Content-Encoding` no longer holds.
  init(head client: HTTPRequestHead, facts: RequestFacts, route: Route, body: ByteBuffer, isPlain: Bool) {
    var fields: [(String, String)] = []
    fields.reserveCapacity(client.headers.count + 1)
    let length = String(body.readableBytes)
    var statesLength = false
    for (name, value) in client.headers {
      let lower = name.lowercased()
      switch lower {
      case "host": fields.append((name, route.upstream.authority))
      case "content-length":
        fields.append((name, length))
        statesLength = true
      case "content-encoding" where isPlain: continue
      default:
        guard !HeaderNames.isHopByHop(lower), !HeaderNames.isOwn(lower), !facts.connectionNames.contains(lower)
        else { continue }
        fields.append((name, value))
      }
    }
    // A POST without a body says so; a GET without one says nothing.
    let mayOmitLength =
      client.method == .GET || client.method == .HEAD || client.method == .DELETE
      || client.method == .OPTIONS
    if !statesLength && (body.readableBytes > 0 || !mayOmitLength) { fields.append(("Content-Length", length)) }
    self.head = HTTPRequestHead(
      version: .http1_1, method: client.method, uri: route.upstream.pathPrefix + route.target,
      headers: HTTPHeaders(fields))
    self.body = body
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import NIOCore
import NIOHTTP1

/// This is one request and its response: what was leased for it, what it holds, and what is told of it at the end.
///
/// Callbacks from workers and upstreams carry the exchange they belong to, so that a late one is recognised.
final class Exchange {
  private static let reservedBytes = 4 << 20

  let id: RequestID
  let lease: ActiveRuleset<ProxyPolicy>.Lease
  let head: HTTPRequestHead
  let facts: RequestFacts
  /// Nil for a page of our own.
  let route: Route?
  let startedAt = NIODeadline.now()

  private(set) var body = ByteBuffer()
  private(set) var bodyBytes = 0
  /// Bytes of the body that count against the budget of all bodies.
  private var heldBytes = 0
  private var isGathered = false
  var completedAt: NIODeadline?
  var result: InspectionTask.Result?
  var connection: UpstreamConnection?
  /// The request's first bytes are on the wire.
  var isAccepted = false
  var relay: ResponseRelay?
  /// Set by a refusal or an upstream's failure.
  var failure: String?
  var status: HTTPResponseStatus?

  init(
    id: RequestID, lease: ActiveRuleset<ProxyPolicy>.Lease, head: HTTPRequestHead, facts: RequestFacts, route: Route?
  ) {
    self.id = id
    self.lease = lease
    self.head = head
    self.facts = facts
    self.route = route
  }

  var policy: ProxyPolicy { lease.bound }
  var provider: Provider { route?.provider ?? .generic }

  func append(_ part: ByteBuffer, allocator: ByteBufferAllocator) {
    bodyBytes += part.readableBytes
    heldBytes += part.readableBytes
    if bodyBytes == part.readableBytes {
      // A body that comes in one piece is never copied.
      body = part
      return
    }
    if !isGathered {
      // What is announced is reserved, up to a point: an announcement costs the sender nothing.
      isGathered = true
      var gathered = allocator.buffer(capacity: min(max(facts.contentLength ?? 0, 2 * bodyBytes), Self.reservedBytes))
      gathered.writeImmutableBuffer(body)
      body = gathered
    }
    body.writeImmutableBuffer(part)
  }

  /// The body has left or was refused: what waits for the response need not hold it. Returns what it held.
  func dropBody() -> Int {
    defer { heldBytes = 0 }
    body = ByteBuffer()
    return heldBytes
  }

  /// What the request counts as: the outcome's strongest action, `pass`, or why it got no verdict.
  var action: String {
    if let failure, result == nil { return failure == "client_gone" ? "abandoned" : "refused" }
    guard let outcome = result?.outcome else { return "refused" }
    if case .block = outcome.verdict { return Action.block.rawValue }
    return outcome.decision.action?.rawValue ?? "pass"
  }

  func inspectionTask() -> InspectionTask {
    let (path, query) = RequestFacts.splitTarget(route?.target ?? head.uri)
    var headers = facts.inspectedHeaders
    headers.append((":path", String(path)))
    if let plain = PercentDecoding.decoded(path) { headers.append((":path", plain)) }
    let subject = InspectionSubject(
      provider: provider, contentType: facts.contentType, query: String(query), headers: headers)
    return InspectionTask(
      inspector: policy.inspector, subject: subject, body: body, codings: facts.contentCodings,
      limits: ContentDecoding.Limits(maximumOutputBytes: policy.limits.maximumBodyBytes))
  }

  /// Large bodies, and all that must be decoded first, are kept off the event loop.
  var isInspectedInline: Bool {
    facts.contentCodings.isEmpty && body.readableBytes <= policy.limits.inlineInspectionBytes
  }
}

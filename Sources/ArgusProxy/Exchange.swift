import ArgusInspection
import ArgusKit
import ArgusMatcher
import NIOCore
import NIOHTTP1

/// This is one request and its response: what was leased for it, what it holds, and what is told of it at the end.
///
/// Callbacks from workers and upstreams carry the exchange they belong to, so that a late one is recognised.
final class Exchange {
  let id: RequestID
  let lease: ActiveRuleset<ProxyPolicy>.Lease
  let head: HTTPRequestHead
  let facts: RequestFacts
  /// Nil for a page of our own.
  let route: Route?
  let startedAt = NIODeadline.now()

  private(set) var body = ByteBuffer()
  private(set) var bodyBytes = 0
  var completedAt: NIODeadline?
  var result: InspectionTask.Result?
  var connection: UpstreamConnection?
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

  func append(_ part: ByteBuffer) {
    bodyBytes += part.readableBytes
    if body.readableBytes == 0 {
      // A body that comes in one piece is never copied.
      body = part
    } else {
      body.writeImmutableBuffer(part)
    }
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

  /// The body is on its way or refused; what waits for the response need not hold it.
  func dropBody() { body = ByteBuffer() }
}

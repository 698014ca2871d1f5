package import NIOHTTP1

/// This is a request that goes nowhere: the status, a stable reason code for machines and a sentence for people.
///
/// Neither text ever quotes the request beyond header names and limits.
package struct Refusal: Error, Equatable {
  package var status: HTTPResponseStatus
  /// Snake case, stable: it is a metric label and the `x-argus-reason` header.
  package var reason: String
  package var message: String
  /// Seconds for `Retry-After`; nil where trying again does not help.
  package var retryAfter: Int?

  init(_ status: HTTPResponseStatus, _ reason: String, _ message: String, retryAfter: Int? = nil) {
    self.status = status
    self.reason = reason
    self.message = message
    self.retryAfter = retryAfter
  }

  static func malformed(_ reason: String, _ message: String) -> Refusal { Refusal(.badRequest, reason, message) }

  static func bodyTooLarge(limit: Int) -> Refusal {
    Refusal(.payloadTooLarge, "body_too_large", "The request body is larger than the limit of \(limit) bytes.")
  }

  static func overloaded(_ reason: String) -> Refusal {
    Refusal(.serviceUnavailable, reason, "The proxy is at its limit; try again shortly.", retryAfter: 1)
  }
}

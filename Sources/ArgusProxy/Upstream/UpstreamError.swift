import NIOHTTP1

/// This is why no response, or no whole one, came from an upstream.
enum UpstreamError: Error, Equatable {
  case connectFailed
  case connectTimeout
  case tlsFailed
  case firstByteTimeout
  case streamIdle
  /// The connection ended before the response did.
  case closedEarly
  /// The response is not HTTP/1.1 as the proxy accepts it.
  case badResponse

  /// A metric label.
  var kind: String {
    switch self {
    case .connectFailed: "connect"
    case .connectTimeout: "connect_timeout"
    case .tlsFailed: "tls"
    case .firstByteTimeout: "first_byte_timeout"
    case .streamIdle: "stream_idle"
    case .closedEarly: "closed_early"
    case .badResponse: "bad_response"
    }
  }

  func refusal(upstream: String) -> Refusal {
    switch self {
    case .connectFailed:
      Refusal(.badGateway, "upstream_connect", "The upstream \(upstream) cannot be reached.")
    case .connectTimeout:
      Refusal(
        .gatewayTimeout, "upstream_connect_timeout", "The upstream \(upstream) did not accept a connection in time.")
    case .tlsFailed:
      Refusal(.badGateway, "upstream_tls", "No trusted TLS connection to the upstream \(upstream) could be made.")
    case .firstByteTimeout, .streamIdle:
      Refusal(.gatewayTimeout, "upstream_timeout", "The upstream \(upstream) did not answer in time.")
    case .closedEarly:
      Refusal(.badGateway, "upstream_closed", "The upstream \(upstream) closed the connection without an answer.")
    case .badResponse:
      Refusal(.badGateway, "upstream_response", "The upstream \(upstream) sent a malformed response.")
    }
  }
}

import ArgusKit
import NIOHTTP1

/// This is an error document in the shape that a provider's own clients understand.
enum ProviderError {
  /// - Parameter code: a stable machine-readable word, such as `argus_blocked`.
  static func document(
    for provider: Provider, status: HTTPResponseStatus, code: String, message: String, requestID: String
  ) -> String {
    switch provider {
    case .anthropic:
      return JSONText.object([
        ("type", "\"error\""),
        (
          "error",
          JSONText.object([
            ("type", JSONText.string(anthropicType(status))), ("message", JSONText.string(message)),
          ])
        ),
        ("request_id", JSONText.string(requestID)),
      ])
    case .gemini:
      return JSONText.object([
        (
          "error",
          JSONText.object([
            ("code", String(status.code)), ("message", JSONText.string(message)),
            ("status", JSONText.string(geminiStatus(status))),
          ])
        )
      ])
    default:
      let type = status.code < 500 ? "invalid_request_error" : "server_error"
      return JSONText.object([
        (
          "error",
          JSONText.object([
            ("message", JSONText.string(message)), ("type", JSONText.string(type)), ("param", "null"),
            ("code", JSONText.string(code)),
          ])
        )
      ])
    }
  }

  private static func anthropicType(_ status: HTTPResponseStatus) -> String {
    switch status.code {
    case 404: "not_found_error"
    case 413: "request_too_large"
    case 503: "overloaded_error"
    case 500...599: "api_error"
    default: "invalid_request_error"
    }
  }

  private static func geminiStatus(_ status: HTTPResponseStatus) -> String {
    switch status.code {
    case 404: "NOT_FOUND"
    case 501: "UNIMPLEMENTED"
    case 504: "DEADLINE_EXCEEDED"
    case 500...599: "UNAVAILABLE"
    default: "INVALID_ARGUMENT"
    }
  }
}

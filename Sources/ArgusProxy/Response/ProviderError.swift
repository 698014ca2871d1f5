import ArgusKit
import ArgusReports
import NIOHTTP1

/// This is an error document in the shape that a provider's own clients understand.
enum ProviderError {
  /// - Parameter code: a stable machine-readable word, such as `argus_blocked`.
  static func document(
    for provider: Provider, status: HTTPResponseStatus, code: String, message: String, requestID: String
  ) -> String {
    let document: JSONValue =
      switch provider {
      case .anthropic:
        .object([
          ("type", .string("error")),
          ("error", .object([("type", .string(anthropicType(status))), ("message", .string(message))])),
          ("request_id", .string(requestID)),
        ])
      case .gemini:
        .object([
          (
            "error",
            .object([
              ("code", .integer(Int(status.code))), ("message", .string(message)),
              ("status", .string(geminiStatus(status))),
            ])
          )
        ])
      default:
        .object([
          (
            "error",
            .object([
              ("message", .string(message)),
              ("type", .string(status.code < 500 ? "invalid_request_error" : "server_error")), ("param", .null),
              ("code", .string(code)),
            ])
          )
        ])
      }
    return document.compact
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

import ArgusInspection
import ArgusKit
import NIOHTTP1

/// This is the refusal of a request in which something was found, in the provider's own error shape.
///
/// It is the same plain JSON error for streaming requests: clients read an error status before they read a stream.
enum BlockResponse {
  static func make(
    for outcome: InspectionOutcome, provider: Provider, style: BlockStyle, requestID: String
  ) -> OwnResponse {
    let status = HTTPResponseStatus(statusCode: style.status(for: provider))
    let document = ProviderError.document(
      for: provider, status: status, code: "argus_blocked", message: BlockExplanation(outcome).text,
      requestID: requestID)
    return OwnResponse(
      status: status,
      headers: [
        ("x-argus-request-id", requestID), ("x-argus-reason", "blocked"), ("x-should-retry", "false"),
      ], body: document)
  }
}

extension BlockStyle {
  /// A number outside 400–599 would not read as a refusal: the shape's default stands in.
  func status(for provider: Provider) -> Int {
    let (wanted, standard) =
      switch provider {
      case .anthropic: (anthropicStatus, 451)
      case .gemini: (geminiStatus, 400)
      default: (openaiStatus, 400)
      }
    return (400...599).contains(wanted) ? wanted : standard
  }
}

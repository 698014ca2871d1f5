public import ArgusKit

/// This is what is known of a body besides its bytes.
public struct InspectionSubject: Sendable {
  public var provider: Provider
  public var direction: Direction
  /// `application/json; charset=utf-8`; empty where unknown (then JSON is tried, else text).
  public var contentType: String
  /// The raw query string, without `?`; scanned, credentials excepted.
  public var query: String
  /// Header fields to scan. The caller leaves out credentials, the inspector leaves out nothing.
  public var headers: [(name: String, value: String)]
  /// The file the body was read from; empty for traffic.
  public var filename: String
  /// The field path of a body that is one text. Only examples of rules, which have no place of their own, change it.
  public var textPath = "body"

  public init(
    provider: Provider, direction: Direction = .request, contentType: String = "", query: String = "",
    headers: [(name: String, value: String)] = [], filename: String = ""
  ) {
    self.provider = provider
    self.direction = direction
    self.contentType = contentType
    self.query = query
    self.headers = headers
    self.filename = filename
  }
}

/// This is the company whose API a request speaks to; it decides field names and the shape of refusals.
public struct Provider: Sendable, Hashable, RawRepresentable, Codable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let anthropic = Provider(rawValue: "anthropic")
  public static let openai = Provider(rawValue: "openai")
  public static let gemini = Provider(rawValue: "gemini")
  /// Any other JSON or text.
  public static let generic = Provider(rawValue: "generic")
}

extension Provider: CustomStringConvertible {
  public var description: String { rawValue }
}

import Crypto

/// This is a SHA-256 over everything in the rules that changes what is found or done.
public struct RuleSetDigest: Sendable, Hashable {
  /// 64 lower-case hexadecimal digits.
  public let hexadecimal: String
  /// The first 12 digits, for people.
  public var short: String { String(hexadecimal.prefix(12)) }

  init(of rules: [Rule]) {
    fatalError("owned by the ArgusRules author")
  }
}

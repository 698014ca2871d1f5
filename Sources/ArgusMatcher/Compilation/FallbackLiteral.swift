internal import ArgusRules

/// This is the text that every match of a pattern contains, where one can be proven.
enum FallbackLiteral {
  static func longest(in pattern: RulePattern) -> (bytes: [UInt8], caseless: Bool)? {
    nil
  }
}

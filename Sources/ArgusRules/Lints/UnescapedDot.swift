/// This is the lint for the dot of a host name that was not escaped: `api.example.com` also matches `apixexample-com`.
struct UnescapedDot: RuleLint {
  private static let domains: Set<String> = ["com", "net", "org", "io", "dev", "app", "ai", "cloud", "co"]

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in rule.patterns.compactMap { diagnostic(for: $0, of: rule) } }
  }

  private func diagnostic(for pattern: RulePattern, of rule: Rule) -> Diagnostic? {
    guard let tokens = PatternLexer.tokens(of: pattern) else { return nil }
    let bytes = Array(pattern.source.utf8)
    for (index, token) in tokens.enumerated() {
      guard case .set = token.item, token.isOnce, token.end - token.offset == 1,
        token.offset < bytes.count, bytes[token.offset] == UInt8(ascii: "."), index > 0,
        letter(tokens[index - 1]) != nil
      else { continue }
      let label = tokens[(index + 1)...].prefix(8).prefix { letter($0) != nil }.compactMap(letter)
      guard Self.domains.contains(String(decoding: label, as: UTF8.self)) else { continue }
      return Diagnostic(
        .unescapedDot, about: rule, in: pattern, token.offset..<token.end,
        "this dot of a host name matches any character", hint: "write `\\.`")
    }
    return nil
  }

  private func letter(_ token: PatternToken) -> UInt8? {
    guard case .byte(let byte, _) = token.item, token.isOnce, ByteSet.word.contains(byte) else { return nil }
    return ASCIICase.lower(byte)
  }
}

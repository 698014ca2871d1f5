/// This is the lint for context words that demand nothing: one that every match contains itself, one that another
/// makes superfluous, and one so short that it stands nearly everywhere.
struct UselessContext: RuleLint {
  private static let shortest = 3

  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      guard let context = rule.context else { return [Diagnostic]() }
      return context.any.compactMap { word in
        diagnostic(for: word, among: context.any, of: rule)
      }
    }
  }

  private func diagnostic(for word: String, among words: [String], of rule: Rule) -> Diagnostic? {
    let wanted = ASCIICase.lowered(word)
    if rule.patterns.allSatisfy({ isPart(of: $0, wanted) }) {
      return Diagnostic(
        .uselessContext, about: rule, at: rule.places.context,
        "the context word \(QuotedText(word)) is part of every match, so the context demands nothing",
        hint: "the match itself counts as nearby; remove the context or name other words")
    }
    if let other = words.first(where: { ASCIICase.lowered($0) != wanted && ASCIICase.contains(word, $0) }) {
      return Diagnostic(
        .uselessContext, .note, about: rule, at: rule.places.context,
        "the context word \(QuotedText(word)) adds nothing to \(QuotedText(other)), which is part of it",
        hint: "words are found as parts of words, too; remove the longer one")
    }
    if wanted.count < Self.shortest {
      return Diagnostic(
        .uselessContext, about: rule, at: rule.places.context,
        "the context word \(QuotedText(word)) stands nearly everywhere",
        hint: "words are found as parts of words, too; use words of \(Self.shortest) letters or more")
    }
    return nil
  }

  private func isPart(of pattern: RulePattern, _ word: [UInt8]) -> Bool {
    guard let tokens = PatternLexer.tokens(of: pattern),
      let literals = RequiredLiteral.alternatives(in: tokens, limit: RequiredLiteral.alternativeLimit)
    else { return false }
    return literals.allSatisfy { ASCIICase.contains($0.bytes.map(ASCIICase.lower), word) }
  }
}

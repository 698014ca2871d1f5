import ArgusRules
import Testing

@Suite struct SourceLinesTests {
  @Test(arguments: [("'ab(cd'", 2, 17), ("'it''s(x'", 4, 20), ("ab(cd", 2, 16), ("'é(x'", 2, 16)])
  func aByteOfAPatternHasItsOwnPlace(_ spelling: String, _ offset: Int, _ column: Int) throws {
    let (sources, pattern) = try load(spelling)
    #expect(sources.location(ofByte: offset, in: pattern).column == column)
  }

  @Test(arguments: ["\"ab(cd\\x20\"", ">-\n      ab(cd"])
  func otherSpellingsAreMarkedWhereTheyBegin(_ spelling: String) throws {
    let (sources, pattern) = try load(spelling)
    #expect(sources.location(ofByte: 2, in: pattern) == pattern.location)
  }

  @Test func anUnknownFileHasNoLines() {
    #expect(SourceLines().line(at: ArgusRules.SourceLocation(file: "x", line: 1, column: 1)) == nil)
  }

  private func load(_ spelling: String) throws -> (SourceLines, RulePattern) {
    let text = SamplePack.rule(pattern: "PATTERN").replacing("'PATTERN'", with: spelling)
    let result = RulePackLoader().load(bytes: Array(text.utf8), file: "pack.yaml")
    let rule = try #require(result.ruleSet.rules.first)
    return (result.sources, try #require(rule.patterns.first))
  }
}

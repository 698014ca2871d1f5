import ArgusRules
import Testing

@Suite struct RuleSetDigestTests {
  @Test func theDigestOfTheSampleNeverChangesByAccident() {
    // A new number here is right only when the meaning of rules or the encoding was changed on purpose: caches of
    // compiled rules are then made anew.
    #expect(digest(SamplePack.complete) == "b0f0211d7104fe9cfdff7299467f78fde4daf399f9e8ebbf98826d66f50ebe4b")
  }

  @Test func commentsLayoutAndProseDoNotCount() {
    let plain = SamplePack.rule("tags: [a]")
    let other = "# comment\n\n" + SamplePack.rule("tags: [b]", "description: Other.", "name: Other", "references: [x]")
    #expect(digest(plain) == digest(other))
  }

  @Test(arguments: [
    "type: other", "confidence: low", "mode: shadow", "action: block", "flags: [caseless]", "flags: [dotall]",
    "value: 0", "value: name", "context: {any: [a]}", "context: {any: [a], within: 81}",
    "context: {any: [a], lines: 80}",
    "context: {any: [b]}", "checks: [{entropy: {min: 3}}]", "checks: [{entropy: {min: 3.1}}]",
    "checks: [{length: {min: 3}}]", "checks: [{length: {max: 3}}]", "checks: [{characters: {digits: 1}}]",
    "checks: [{characters: {upper: 1}}]", "checks: [{checksum: luhn}]", "checks: [{not: {words: [a]}}]",
    "checks: [{not: {uuid: true}}]", "checks: [{not: {hash_like: true}}]", "checks: [{not: {placeholder: true}}]",
    "scope: {directions: [request]}", "scope: {fields: {include: [a]}}", "scope: {fields: {exclude: [a]}}",
    "scope: {files: {include: [a]}}", "scope: {files: {exclude: [a]}}", "allow: {values: [a]}",
    "allow: {patterns: [a]}", "allow: {files: [a]}",
  ])
  func everythingThatDecidesCounts(_ line: String) {
    #expect(digest(SamplePack.rule(line)) != digest(SamplePack.rule()))
    let others = ["type: third", "context: {any: [c]}", "scope: {directions: [mcp]}", "allow: {values: [c]}"]
    for other in others { #expect(digest(SamplePack.rule(line)) != digest(SamplePack.rule(other))) }
  }

  @Test func theOrderOfRulesCounts() {
    let first = SamplePack.entry(id: "a.a")
    let second = SamplePack.entry(id: "b.b", pattern: "other_[a-z]")
    #expect(
      digest(SamplePack.pack("rules:\n" + first + second)) != digest(SamplePack.pack("rules:\n" + second + first)))
  }

  @Test func theShortFormIsTheBeginning() {
    let whole = load(SamplePack.rule()).digest
    #expect(whole.hexadecimal.count == 64)
    #expect(whole.short == String(whole.hexadecimal.prefix(12)))
  }

  private func load(_ text: String) -> RuleSet {
    let result = RulePackLoader().load(bytes: Array(text.utf8), file: "pack.yaml")
    #expect(result.diagnostics == [])
    return result.ruleSet
  }

  private func digest(_ text: String) -> String { load(text).digest.hexadecimal }
}

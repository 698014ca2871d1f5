import ArgusAuthoring
import ArgusRules
import Testing

/// A rule that can never report anything is found, even where another rule makes its examples hold.
@Suite struct LivenessTests {
  /// Reports whatever the dead rules below should.
  private let other = TestPack.rule("test.other", #"\btok_[0-9a-zA-Z]{4,40}\b"#, match: "x tok_abcdefgh1234")

  private func report(_ rule: String) throws -> RuleTestReport { RuleTest().run(try TestPack.build(other + rule)) }

  private func dead(_ report: RuleTestReport) -> [Diagnostic] { report.errors.filter { $0.code == "AR0410" } }

  @Test func aLengthThatThePatternNeverReachesMakesARuleDead() throws {
    let report = try report(
      TestPack.rule(
        "test.dead", #"\btok_([0-9a-f]{16})\b"#, "checks: [{length: {min: 20}}]", match: "x tok_3f9a0c7be1d25846"))
    #expect(report.exampleFailures.isEmpty, "the other rule reports the example")
    let dead = dead(report)
    #expect(dead.map(\.ruleID) == ["test.dead"])
    #expect(dead.first?.message.contains("`length` stops") == true)
    #expect(dead.first?.message.contains("16 bytes, at least 20 are demanded") == true)
  }

  @Test func anEntropyBeyondTheAlphabetMakesARuleDead() throws {
    let report = try report(
      TestPack.rule(
        "test.dead", #"\btok_([0-9a-f]{16})\b"#, "checks: [{entropy: {min: 4.5}}]", match: "x tok_3f9a0c7be1d25846"))
    #expect(dead(report).map(\.ruleID) == ["test.dead"])
    #expect(dead(report).first?.message.contains("at least 4.50 are demanded") == true)
  }

  @Test func aChecksumThatNoExamplePassesMakesARuleDead() throws {
    let report = try report(
      TestPack.rule(
        "test.dead", #"\b(tok_[0-9a-zA-Z]{36})\b"#, "checks: [{checksum: github-crc32}]",
        match: "x tok_3f9a0c7be1d258463f9a0c7be1d258463f9a"))
    #expect(dead(report).map(\.ruleID) == ["test.dead"])
    #expect(dead(report).first?.message.contains("`github-crc32` does not hold") == true)
  }

  @Test func anAllowListThatSwallowsEverythingMakesARuleDead() throws {
    let report = try report(
      TestPack.rule(
        "test.dead", #"\btok_([0-9]{16})\b"#, "allow: {patterns: ['^[0-9]']}", match: "x tok_3190275384610293"))
    #expect(dead(report).map(\.ruleID) == ["test.dead"])
    #expect(dead(report).first?.message.contains("`allow` stops") == true)
  }

  @Test func aRuleWhoseExampleOnlyAnotherReportsIsUnproven() throws {
    // The example has too little entropy, other values have enough.
    let report = try report(
      TestPack.rule(
        "test.unproven", #"\btok_([0-9a-f]{16})\b"#, "checks: [{entropy: {min: 2.0}}]", match: "x tok_aaaaaaaaaaaaaaaa")
    )
    #expect(dead(report).isEmpty)
    #expect(report.warnings.map(\.code) == ["AR0412"])
  }

  @Test func aPatternThatNeverPassesIsTold() throws {
    let report = try report(
      """
        - id: test.half
          name: Half
          patterns: ['\\btok_([0-9]{16})\\b', '\\bkey_([0-9]{8})\\b']
          checks: [{length: {min: 16}}]
          examples: {match: [{text: 'x tok_3190275384610293'}], no_match: [{text: nothing, why: nothing}]}

      """)
    #expect(report.errors.isEmpty)
    #expect(report.warnings.map(\.code) == ["AR0411"])
    #expect(report.warnings.first?.message.contains("pattern 2") == true)
  }

  @Test func aRuleThatABetterFindingCoversIsAlive() throws {
    let report = try report(
      TestPack.rule("test.covered", #"tok_[0-9]{4}"#, "severity: info", match: "x tok_3190275384610293"))
    #expect(dead(report).isEmpty)
  }
}

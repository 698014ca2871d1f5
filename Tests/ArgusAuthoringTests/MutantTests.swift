import ArgusAuthoring
import ArgusRules
import Testing

@Suite struct MutantTests {
  private func report(_ rules: String) throws -> RuleTestReport { RuleTest().run(try TestPack.build(rules)) }

  @Test func aSoundRuleLeavesEveryMutantAlone() throws {
    let report = try report(
      TestPack.rule("test.token", #"\b(tok_[0-9a-f]{16})\b"#, match: "a tok_3f9a0c7be1d25846 b"))
    #expect(report.mutants.made == [.short: 1, .long: 1, .wrongCase: 1, .glued: 1])
    #expect(report.mutants.reported.isEmpty)
    #expect(report.diagnostics.isEmpty)
  }

  @Test func aValueCutOutOfALongerOneIsTold() throws {
    let report = try report(TestPack.rule("test.token", #"\b(tok_[0-9a-f]{16})"#, match: "a tok_3f9a0c7be1d25846 b"))
    #expect(report.warnings.map(\.code) == ["AR0424"])
    #expect(report.errors.isEmpty)
  }

  @Test func aValueCutOutOfAWordIsTold() throws {
    let report = try report(TestPack.rule("test.token", #"([0-9]{16})\b"#, match: "a 3190275384610293 b"))
    #expect(report.warnings.map(\.code) == ["AR0425"])
  }

  @Test func aShortValueThatSwallowsItsNeighbourIsAnError() throws {
    // The class takes the blank in, so that the value of fifteen digits and a blank is one, too.
    let report = try report(TestPack.rule("test.token", #"(tok_[0-9 ]{16})"#, match: "a tok_3190275384610293 b"))
    #expect(report.errors.map(\.code) == ["AR0421"])
    #expect(report.errors.first?.ruleID == "test.token")
    #expect(report.errors.first?.location?.line == 8)
  }

  @Test func wrongCheckDigitsAreNotReported() throws {
    let report = try report(
      TestPack.rule(
        "test.card", #"\b([0-9]{16})\b"#, "checks: [{checksum: luhn}]", match: "card 4539148803436467"))
    #expect(report.mutants.made[.checksum] == 1)
    #expect(report.errors.isEmpty)
  }

  @Test func aRuleOfVariableLengthHasNoShortMutant() throws {
    let report = try report(
      TestPack.rule("test.token", #"\b(tok_[0-9a-f]{8,40})\b"#, match: "a tok_3f9a0c7be1d25846 b"))
    #expect(report.mutants.made[.short] == nil)
    #expect(report.mutants.made[.long] == nil)
    #expect(report.diagnostics.isEmpty)
  }

  @Test func twoLengthsAreToldApart() throws {
    // A value of the longer length, one character short, is no value of the shorter length.
    let report = try report(
      TestPack.rule("test.token", #"\b(tok_(?:[0-9]{8}|[0-9]{12}))\b"#, match: "a tok_319027538461 b"))
    #expect(report.mutants.made[.short] == 1)
    #expect(report.diagnostics.isEmpty)
  }
}

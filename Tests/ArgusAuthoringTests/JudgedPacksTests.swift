import ArgusAuthoring
import ArgusRules
import Testing

/// Packs that change or require rules of others are judged beside these, and only for what is theirs.
@Suite struct JudgedPacksTests {
  private static let header = "schema: argus.rules/v1\npack: {id: test.NAME, version: 1.0.0}\n"
  private let base =
    header.replacing("NAME", with: "base") + "defaults: {category: secrets, severity: high}\nrules:\n"
    + TestPack.rule("test.token", #"\btok_[0-9]{8}\b"#, match: "tok_31902753")
    + TestPack.rule("test.other", #"\both_[0-9]{8}\b"#, match: "oth_31902753")

  private func judge<Result>(_ team: String, _ body: (JudgedPacks, String) throws -> Result) throws -> Result {
    try TestPack.withDirectory(["base.yaml": base, "team.yaml": Self.header.replacing("NAME", with: "team") + team]) {
      var context = RuleSourceSetting()
      context.usesShipped = false
      context.paths = [$0 + "/base.yaml"]
      let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
      return try body(try builder.judge([$0 + "/team.yaml"], beside: context), $0)
    }
  }

  @Test func anOverriddenRuleIsProvenAndItsNeighboursAreNot() throws {
    try judge("overrides:\n  - {id: test.token, severity: critical}\n") { packs, _ in
      #expect(packs.rules.map(\.id) == ["test.token"])
      let report = RuleTest().run(packs)
      #expect(report.errors.isEmpty)
      #expect((report.ruleIDs, report.exampleCount) == (["test.token"], 2))
    }
  }

  @Test func aCompanionIsCompanyAndWhatItFindsIsNotCounted() throws {
    let rule = TestPack.rule(
      "team.pair", #"\bpair_[0-9]{4}\b"#, "requires: [{rule: test.token, within: 100}]", match: "tok_31902753 pair_3190"
    )
    try judge("defaults: {category: secrets, severity: high}\nrules:\n" + rule) { packs, _ in
      try TestPack.withDirectory(["a.txt": "tok_46102931\ntok_46102931 pair_2753 # argus: expect team.pair\n"]) {
        var test = RuleTest()
        test.corpora = [$0]
        let report = test.run(packs)
        #expect(report.errors.isEmpty, "\(report.errors.map(\.oneLine))")
        #expect(report.ruleIDs == ["team.pair"])
        #expect(report.corpus?.overall.truePositives == 1)
      }
    }
  }

  @Test func whatAnOverrideBreaksIsItsPacksError() throws {
    let team = "overrides:\n  - {id: test.token, checks: [{length: {min: 40}}]}\n"
    try judge(team) { packs, directory in
      #expect(RuleTest().run(packs).errors.contains { $0.code == "AR0401" && $0.ruleID == "test.token" })
      var context = RuleSourceSetting()
      context.usesShipped = false
      context.paths = [directory + "/base.yaml"]
      let linter = PackLinter(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
      let report = try linter.lint([directory + "/team.yaml"], context: context)
      #expect(report.diagnostics.contains { $0.code == "AR0401" && $0.location?.file == directory + "/base.yaml" })
      #expect(report.hiddenErrorCount == 0)
    }
  }

  @Test func anExampleThatAnUnchangedRuleReportsHoldsAsAtAReload() throws {
    // Alone, the overridden rule would look broken; in the whole set `test.wide` reports its examples' values.
    let wide = TestPack.rule("test.wide", #"\btok_[0-9a-z]{8}\b"#, match: "tok_3190275a")
    let team =
      Self.header.replacing("NAME", with: "team") + "overrides:\n  - {id: test.token, checks: [{length: {min: 40}}]}\n"
    try TestPack.withDirectory(["base.yaml": base + wide, "team.yaml": team]) {
      var context = RuleSourceSetting()
      context.usesShipped = false
      context.paths = [$0 + "/base.yaml"]
      let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
      let packs = try builder.judge([$0 + "/team.yaml"], beside: context)
      #expect(packs.built.examples.failures.isEmpty)
    }
  }

  @Test func aPackThatIsConfiguredAlreadyIsReadOnce() throws {
    try TestPack.withDirectory(["base.yaml": base]) {
      var context = RuleSourceSetting()
      context.usesShipped = false
      context.paths = [$0]
      let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
      let packs = try builder.judge([$0 + "/base.yaml"], beside: context)
      #expect(packs.faults.isEmpty)
      #expect(packs.rules.map(\.id) == ["test.token", "test.other"])
    }
  }

  @Test func aPackWithoutRulesProvesNothing() throws {
    try judge("rules: []\n") { packs, directory in
      #expect(RuleTest().run(packs).errors.map(\.code) == ["AR0436"])
      var context = RuleSourceSetting()
      context.usesShipped = false
      let report = try PackLinter(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
        .lint([directory + "/team.yaml"], context: context)
      #expect(report.diagnostics.map(\.code) == ["AR0436"])
      #expect(report.count(.warning) == 1)
    }
  }

  @Test func aPackThatOnlyTurnsARuleOffIsNotEmpty() throws {
    try judge("overrides:\n  - {id: test.token, mode: off}\n") { packs, _ in
      #expect(RuleTest().run(packs).errors.isEmpty)
    }
  }
}

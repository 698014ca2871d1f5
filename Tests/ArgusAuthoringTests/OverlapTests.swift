import ArgusAuthoring
import Testing

@Suite struct OverlapTests {
  private func report(_ rules: [String]) throws -> OverlapReport {
    OverlapSearch().run(try TestPack.judge(rules.joined()))
  }

  @Test func rulesThatReportTheSameAreDuplicates() throws {
    let report = try report([
      TestPack.rule("test.one", #"\btok_[0-9]{12}\b"#, match: "tok_319027538461"),
      TestPack.rule("test.two", #"tok_[0-9]{12}"#, match: "tok_319027538461"),
    ])
    #expect(report.pairs.map(\.kind) == [.duplicate])
    #expect(report.pairs.first?.isSynthetic == true)
    #expect(report.pairs.first.map { String(decoding: $0.example, as: UTF8.self).contains("tok_") } == true)
  }

  @Test func aNarrowRuleInAWideOneIsASubset() throws {
    let report = try report([
      TestPack.rule("test.wide", #"\b[a-z]{3}_[0-9a-f]{12}\b"#, match: "abc_3190275384fe"),
      TestPack.rule("test.narrow", #"\btok_[0-9]{12}\b"#, "severity: critical", match: "tok_319027538461"),
    ])
    let pair = try #require(report.pairs.first)
    #expect(report.pairs.count == 1)
    #expect((pair.kind, pair.first, pair.second, pair.winner) == (.subset, "test.narrow", "test.wide", "test.narrow"))
    #expect(pair.recommendation.hasPrefix("as it should be"))
  }

  @Test func aWideRuleThatHidesANarrowOneIsAdvisedAgainst() throws {
    let report = try report([
      TestPack.rule("test.wide", #"\b[a-z]{3}_[0-9a-f]{12}\b"#, "severity: critical", match: "abc_3190275384fe"),
      TestPack.rule("test.narrow", #"\btok_[0-9]{12}\b"#, match: "tok_319027538461"),
    ])
    #expect(report.pairs.first?.recommendation.contains("hides the narrower one") == true)
  }

  @Test func rulesThatShareSomeOverlap() throws {
    let report = try report([
      TestPack.rule("test.one", #"\b(?:tok|key)_[0-9]{12}\b"#, match: "tok_319027538461"),
      TestPack.rule("test.two", #"\b(?:key|pwd)_[0-9]{12}\b"#, match: "key_319027538461"),
    ])
    #expect(report.pairs.map(\.kind) == [.overlap])
  }

  @Test func rulesThatShareNothingAreNoPair() throws {
    let report = try report([
      TestPack.rule("test.one", #"\btok_[0-9]{12}\b"#, match: "tok_319027538461"),
      TestPack.rule("test.two", #"\bkey_[0-9]{12}\b"#, match: "key_319027538461"),
    ])
    #expect(report.pairs.isEmpty)
    #expect(report.silent.isEmpty)
  }

  @Test func rulesHeldTogetherByPairsAreACluster() throws {
    let report = try report(
      ["one", "two", "three"].map { TestPack.rule("test.\($0)", #"\btok_[0-9]{12}\b"#, match: "tok_319027538461") })
    #expect(report.clusters == [["test.one", "test.three", "test.two"]])
  }

  @Test func checksumsOfMadeUpValuesHold() throws {
    let report = try report([
      TestPack.rule("test.card", #"\b[0-9]{16}\b"#, "checks: [{checksum: luhn}]", match: "4539148803436467"),
      TestPack.rule(
        "test.named", #"card ([0-9]{16})\b"#, "checks: [{checksum: luhn}]", match: "card 4539148803436467"),
    ])
    #expect(report.byExample.isEmpty == false || report.sampleCount > 0)
    #expect(report.silent.isEmpty)
  }

  @Test func aPackOwnExampleIsMasked() throws {
    // A recursion is not followed, so nothing can be made from the pattern.
    let report = try report([
      TestPack.rule("test.one", #"tok_(?:[0-9]|(?:(?R))){12}"#, match: "tok_319027538461"),
      TestPack.rule("test.two", #"tok_[0-9]{12}"#, match: "tok_319027538461"),
    ])
    #expect(report.byExample == ["test.one"])
    let pair = try #require(report.pairs.first)
    if !pair.isSynthetic { #expect(!report.rendered(.text).contains("tok_319027538461")) }
  }
}

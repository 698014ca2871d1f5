import ArgusAuthoring
import ArgusKit
import ArgusMatcher
import ArgusReports
import ArgusRules
import Testing

@Suite struct ExplanationTests {
  private let rules = """
      - id: test.token
        name: Test token
        description: A made-up token.
        pattern: '\\b(tok_[0-9a-f]{16})\\b'
        context: {any: [deploy, release], within: 40}
        checks: [{entropy: {min: 3.0}}, {not: {words: [beef]}}]
        allow: {values: [tok_0123456789abcdef]}
        requires: [{rule: test.account, within: 60}]
        examples: {match: [{text: 'deploy acc_42 tok_3f9a0c7be1d25846'}], no_match: [{text: nothing, why: nothing}]}
      - id: test.account
        name: Account
        severity: info
        pattern: 'acc_[0-9]{2}'
        examples: {match: [{text: acc_42}], no_match: [{text: nothing, why: nothing}]}

    """

  private func whyNot(_ text: String) throws -> WhyNot {
    try #require(WhyNot("test.token", Array(text.utf8), try TestPack.judge(rules)))
  }

  private func decided(_ text: String) throws -> String? { try whyNot(text).matches.first?.verdict }

  @Test func eachGateIsShownWithWhatItSaw() throws {
    let answer = try whyNot("deploy acc_42 tok_3f9a0c7be1d25846")
    #expect(answer.isReported)
    #expect(
      answer.text == """
        test.token, bytes 14..<34
          pass  pattern   the pattern matches 14..<34
          pass  value     14..<34: tok_****, 20 bytes
          pass  entropy   4.32 bits per byte, at least 3.00 are demanded
          pass  not       looks like nothing that is excluded
          pass  context   `deploy` stands 8 bytes away; one of `deploy`, `release` is demanded within 40 bytes
          pass  allow     no entry of the rule's `allow` covers the value
          pass  requires  `test.account` within 60 bytes: does not stand in the way
          pass  overlap   no better finding covers the value
          pass  policy    log, confidence high
          => reported, action log

        """)
  }

  @Test func theGateThatDecidesIsNamed() throws {
    #expect(try decided("deploy acc_42 tok_aaaaaaaaaaaaaaaa") == "not reported: `entropy` decided")
    #expect(try decided("deploy acc_42 tok_3f9abeef1d258467") == "not reported: `not` decided")
    #expect(try decided("acc_42 tok_3f9a0c7be1d25846") == "not reported: `context` decided")
    #expect(try decided("deploy acc_42 tok_0123456789abcdef") == "not reported: `allow` decided")
    #expect(try decided("deploy tok_3f9a0c7be1d25846") == "not reported: `requires` of `test.account` decided")
  }

  @Test func whereThePatternFailsIsToldInWords() throws {
    #expect(
      try whyNot("deploy tok_3f9a0c7b!").progress == [
        "the pattern: everything up to `tok_` matches and ends at byte 11; then `[0-9a-f]{16}` wants 16 and gets 8:"
          + " at byte 19 stands `!`"
      ])
    #expect(
      try whyNot("deploy TOK_3f9a0c7be1d25846").progress.first
        == "the pattern: the literal `tok_` does not stand in the text; in another case it does")
    #expect(
      try whyNot("deploy tok_3f9a0c7be1d25846f").progress.last
        == "the pattern: everything up to `[0-9a-f]{16}` matches and ends at byte 27; then `\\b` does not hold before"
        + " a lower-case letter")
    #expect(try whyNot("").isReported == false)
  }

  @Test func valuesAreMasked() throws {
    let answer = try whyNot("deploy acc_42 tok_3f9a0c7be1d25846")
    #expect(!answer.text.contains("3f9a"))
    #expect(!answer.json.compact.contains("3f9a"))
    let shown = try #require(
      WhyNot("test.token", Array("deploy acc_42 tok_3f9a0c7be1d25846".utf8), try TestPack.judge(rules), reveals: true))
    #expect(shown.text.contains("tok_3f9a0c7be1d25846"))
  }

  @Test func aPlaceInAFileIsExplainedByEveryMatchThatCoversIt() throws {
    let text = Array(#"{"a": "deploy acc_42 tok_3f9a0c7be1d25846"}"#.utf8)
    let judge = try TestPack.judge(rules)
    let place = PlaceExplanation(
      at: 25, of: [PlaceExplanation.Reading(text: text, contentType: "application/json")], filename: "a.json", judge)
    #expect(place.matches.map(\.ruleID) == ["test.token"])
    #expect(place.matches.first?.span.start == 21)
    #expect(place.matches.first?.location == "a")
    #expect(
      PlaceExplanation(
        at: 1, of: [PlaceExplanation.Reading(text: text, contentType: "")], filename: "", judge
      ).matches.isEmpty)
  }

  @Test func aRuleIsExplainedInWords() throws {
    let built = try TestPack.build(rules)
    let rule = try #require(built.generation.rules.first)
    #expect(
      RuleExplanation(rule, in: built).text == """
        test.token: Test token
          A made-up token.
          finds     test_token: category secrets, severity high, confidence high
          mode      live: its findings act
          action    as the policy says
          defined   test.yaml:5:9, pack test.pack
          pattern   \\b(tok_[0-9a-f]{16})\\b
          engine    automaton: it holds the pattern exactly
          width     20 to 20 bytes; a stream is held back by at most 21
          literal   `tok_`
          value     the group `value`, else group 1, else the whole match, 20 bytes
          check     entropy: at least 3.00 bits of entropy per byte
          check     not: none of the words `beef`
          context   one of `deploy`, `release` within 40 bytes
          allow     never reported: 1 value
          requires  `test.account` within 60 bytes
          examples  1 match, 1 no_match

        """)
  }

  @Test func theOverridesOfARuleAreNamedWithTheirPlace() throws {
    let override = """
      schema: argus.rules/v1
      pack: {id: team.pack, version: 1.0.0}
      overrides:
        - {id: test.account, severity: critical, allow: {values: [acc_00]}}
      """
    try TestPack.withDirectory([
      "1.yaml":
        "schema: argus.rules/v1\npack: {id: test.pack, version: 1.0.0}\ndefaults: {category: secrets, severity: high}\nrules:\n"
        + rules, "2.yaml": override,
    ]) { directory in
      var setting = RuleSourceSetting()
      setting.usesShipped = false
      setting.paths = [directory]
      let built = try GenerationBuilder(environment: [:], executable: nil).build(setting, number: 1)
      let rule = try #require(built.generation.rules.last)
      #expect(RuleExplanation(rule, in: built).text.contains("\(directory)/2.yaml:4:10 changes severity, allow"))
    }
  }

  @Test func placesAreReadAsPeopleWriteThem() {
    let text = Array("äb\ncd\n".utf8)
    #expect(FilePlace("a/b.txt:3")?.offset(in: text) == 3)
    #expect(FilePlace("a/b.txt:1:2")?.offset(in: text) == 2)
    #expect(FilePlace("a/b.txt:2:2")?.offset(in: text) == 5)
    #expect(FilePlace("a/b.txt:9:1")?.offset(in: text) == nil)
    #expect(FilePlace("a/b.txt:99")?.offset(in: text) == nil)
    #expect(FilePlace("a.b-c") == nil)
    #expect(FilePlace("x:-1") == nil)
    #expect(FilePlace("C:dir:7")?.file == "C:dir")
  }
}

import ArgusAuthoring
import ArgusMatcher
import ArgusRules
import Testing

@Suite struct GenerationBuilderTests {
  private let builder = GenerationBuilder(environment: [:], executable: nil)

  private func pack(_ rules: String) -> RuleLoadResult {
    let text = """
      schema: argus.rules/v1
      pack: {id: test.pack, version: 1.0.0}
      defaults: {category: secrets, severity: high}
      rules:
      \(rules)
      """
    return RulePackLoader().load(bytes: Array(text.utf8), file: "test.yaml")
  }

  @Test func aSoundPackIsProvenByItsExamples() throws {
    let built = try builder.build(
      pack(
        """
          - id: test.token
            name: Token
            pattern: '\\btok_([0-9]{8})\\b'
            examples:
              match: [{text: 'a tok_12345678 b', value: '12345678'}]
              no_match: [{text: 'a tok_1234567 b', why: 7 digits}]
        """), number: 1)
    #expect(built.errors.isEmpty)
    #expect(built.examples.exampleCount == 2)
    #expect(built.generation.rules.map(\.id) == ["test.token"])
  }

  @Test func examplesThatDoNotHoldAreErrorsWithTheirPlace() throws {
    let built = try builder.build(
      pack(
        """
          - id: test.token
            name: Token
            pattern: '\\btok_([0-9]{8})\\b'
            examples:
              match: [{text: 'a tok_1234567 b', value: '1234567'}]
              no_match: [{text: 'a tok_12345678 b', why: is a token}]
        """), number: 1)
    #expect(built.errors.map(\.code) == ["AR0401", "AR0402"])
    #expect(built.errors.map { $0.location?.line } == [9, 10])
    #expect(built.errors.allSatisfy { $0.ruleID == "test.token" })
    // The hint leads to the pattern, not back to the command that shows it.
    #expect(built.errors.allSatisfy { $0.hint?.contains("argusd rules show test.token") == true })
    #expect(built.errors.last?.hint?.hasPrefix("it should not be: is a token; ") == true)
  }

  @Test func anExampleThatNamesAnotherValueIsAnError() throws {
    let built = try builder.build(
      pack(
        """
          - id: test.token
            name: Token
            pattern: '\\btok_([0-9]{8})\\b'
            examples:
              match: [{text: 'a tok_12345678 b', value: 'tok_12345678'}]
              no_match: [{text: 'none', why: none}]
        """), number: 1)
    #expect(built.errors.map(\.code) == ["AR0403"])
  }

  @Test func aBadRuleIsQuarantinedByNameAndTheRestIsLive() throws {
    let built = try builder.build(
      pack(
        """
          - id: test.broken
            name: Broken
            pattern: 'tok_([0-9]{8}'
            examples: {match: [{text: tok_1}], no_match: [{text: x, why: y}]}
          - id: test.sound
            name: Sound
            pattern: 'key_[0-9]{8}'
            examples: {match: [{text: key_12345678}], no_match: [{text: x, why: y}]}
        """), number: 1)
    #expect(built.generation.rules.map(\.id) == ["test.sound"])
    #expect(built.quarantined.map(\.ruleID) == ["test.broken"])
    #expect(built.quarantined.first?.reason.contains("test.yaml:") == true)
  }

  @Test func everyBadPatternOfARuleIsTold() throws {
    let built = try builder.build(
      pack(
        """
          - id: test.broken
            name: Broken
            patterns: ['(QQQQ[0-9]+', 'ab[']
            allow: {patterns: ['(x']}
            examples: {match: [{text: QQQQ1}], no_match: [{text: x, why: y}]}
        """), number: 1)
    #expect(built.faults.map(\.code) == ["AR0301", "AR0301", "AR0301"])
    #expect(built.faults.map { $0.location?.line } == [7, 7, 8])
    #expect(built.diagnostics == built.faults)
    #expect(built.quarantined.map(\.ruleID) == ["test.broken"])
  }

  @Test func eachRejectedRuleIsNamedOnceWithItsOwnReason() throws {
    let built = try builder.build(
      pack(
        """
          - id: test.token
            name: Token
            pattern: 'tok_[0-9]{8}'
            severty: high
            examples: {match: [{text: tok_12345678}], no_match: [{text: x, why: y}]}
          - id: test.token
            name: Token again
            pattern: 'key_[0-9]{8}'
            examples: {match: [{text: key_12345678}], no_match: [{text: x, why: y}]}
          - name: Malformed id
            id: Test Token
            pattern: 'abc_[0-9]{8}'
            examples: {match: [{text: abc_12345678}], no_match: [{text: x, why: y}]}
        """), number: 1)
    let quarantined = built.quarantined
    #expect(quarantined.map(\.ruleID) == ["test.token", "test.yaml:10", "test.yaml:14"])
    let reasons = ["test.yaml:8:5: AR0020: ", "test.yaml:10:9: AR0041: ", "test.yaml:15:9: AR0040: "]
    for (entry, reason) in zip(quarantined, reasons) { #expect(entry.reason.hasPrefix(reason), "\(entry)") }
  }

  @Test func missingShippedRulesAreToldNotIgnored() throws {
    let built = try builder.build(RuleSourceSetting(), number: 1)
    #expect(built.loaded.hasUnreadableFile)
    #expect(built.errors.map(\.code) == ["AC0510"])
  }
}

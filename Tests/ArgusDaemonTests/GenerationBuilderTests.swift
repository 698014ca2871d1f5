import ArgusDaemon
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

  @Test func missingShippedRulesAreToldNotIgnored() throws {
    let built = try builder.build(RuleSourceSetting(), number: 1)
    #expect(built.loaded.hasUnreadableFile)
    #expect(built.errors.map(\.code) == ["AC0510"])
  }
}

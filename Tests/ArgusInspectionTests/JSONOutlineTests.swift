import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

@Suite struct JSONOutlineTests {
  private let inspector: Inspector

  init() throws {
    let pack = """
      schema: argus.rules/v1
      pack: {id: outline.test, version: 1.0.0}
      rules:
        - id: test.keyed
          name: Keyed value
          category: secrets
          severity: critical
          pattern: '"secret_key"\\s*:\\s*"([a-z0-9\\\\]{10,40})"'
          examples:
            match: [{text: '"secret_key": "abcdefgh1234"'}]
            no_match: [{text: '"secret": "abcdefgh1234"', why: another key}]
        - id: test.pair
          name: Two members
          category: secrets
          severity: critical
          pattern: '"kty":"RSA"[^{}]{0,200}"d":"([a-z0-9]{10,40})"'
          examples:
            match: [{text: '"kty":"RSA","d":"abcdefgh1234"'}]
            no_match: [{text: '"kty":"EC","d":"abcdefgh1234"', why: another kind}]
      """
    let loaded = RulePackLoader().load(bytes: Array(pack.utf8), file: "outline.yaml")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty)
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    inspector = Inspector(generation: generation, settings: InspectionSettings())
  }

  private func inspect(_ body: String) -> InspectionOutcome {
    inspector.inspect(
      Array(body.utf8).span, InspectionSubject(provider: .generic, contentType: "application/json"))
  }

  private func rewritten(_ outcome: InspectionOutcome) -> String? {
    guard case .rewrite(let bytes) = outcome.verdict else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func aRuleThatReadsTheKeyFindsTheValueOfAMember() {
    let outcome = inspect(#"{"tool":{"input":{"secret_key": "abcdefgh1234"}}}"#)
    #expect(outcome.decision.findings.map(\.location) == ["tool.input.secret_key"])
    #expect(rewritten(outcome) == #"{"tool":{"input":{"secret_key": "[REDACTED:test_keyed]"}}}"#)
  }

  @Test func aRuleThatReadsSeveralMembersFindsTheOneThatCounts() {
    let outcome = inspect(#"{"keys":[{"kty":"RSA","e":"AQAB","d":"abcdefgh1234"}]}"#)
    #expect(outcome.decision.findings.map(\.location) == ["keys[0].d"])
    #expect(rewritten(outcome) == #"{"keys":[{"kty":"RSA","e":"AQAB","d":"[REDACTED:test_pair]"}]}"#)
  }

  @Test func aValueBehindLongStringsIsPlacedRight() {
    let long = String(repeating: "x", count: 20_000)
    let outcome = inspect(#"{"a":"\#(long)","secret_key":"abcdefgh1234","b":"\#(long)"}"#)
    #expect(outcome.decision.findings.map(\.location) == ["secret_key"])
    #expect(rewritten(outcome) == #"{"a":"\#(long)","secret_key":"[REDACTED:test_keyed]","b":"\#(long)"}"#)
  }

  @Test func aValueWithEscapesIsCutWhole() {
    let outcome = inspect(#"{"secret_key":"abc\\def\\1234"}"#)
    #expect(outcome.decision.findings.map(\.location) == ["secret_key"])
    #expect(rewritten(outcome) == #"{"secret_key":"[REDACTED:test_keyed]"}"#)
  }

  @Test func aStringThatQuotesJSONIsReportedOnce() {
    let outcome = inspect(#"{"content":"{\"secret_key\": \"abcdefgh1234\"}"}"#)
    #expect(outcome.decision.findings.map(\.location) == ["content"])
    #expect(outcome.decision.findings.first?.count == 1)
  }

  @Test func anOrdinaryBodyPassesUntouched() {
    guard case .forward = inspect(#"{"secret":"abcdefgh1234","n":[1,2,3]}"#).verdict else {
      Issue.record("an ordinary body was changed")
      return
    }
  }
}

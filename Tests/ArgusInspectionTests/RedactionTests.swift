import ArgusInspection
import ArgusKit
import ArgusRules
import Foundation
import Testing

@Suite struct RedactionTests {
  @Test func unflaggedBodiesAreForwardedAsTheyAre() throws {
    #expect(try TestRules.inspector().inspect(#" { "a" : "\u0041\/" , "a":1 } "#).isForwarded)
  }

  @Test func onlyTheValueChanges() throws {
    let text = "{ \"a\" : \"\\u00e9 \(canary)\\n\\/\",\t\"b\":[ 1,\"\(canary)\" ] }\n"
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
    #expect(outcome.decision.findings.count == 1)
    #expect(outcome.locations == ["a", "b[1]"])
  }

  @Test(arguments: 0..<30)
  func escapedSecretsInRandomJSONAreCutAndNothingElse(seed: Int) throws {
    let inspector = try TestRules.inspector()
    var random = RandomJSON(seed: UInt64(1_000 + seed))
    random.needle = canary
    for _ in 0..<20 {
      let text = random.make()
      let body = Array(text.utf8)
      let outcome = inspector.inspect(body)
      let planted = random.strings.filter { $0.contains(canary) }.count
      #expect(outcome.decision.findings.reduce(0) { $0 + $1.count } == planted)
      guard case .rewrite(let sent) = outcome.verdict else {
        #expect(planted == 0)
        continue
      }
      let spans = outcome.decision.findings.flatMap { $0.occurrences.compactMap(\.span) }.sorted()
      var expected: [UInt8] = []
      var position = 0
      for span in spans {
        #expect(span.end <= body.count)
        expected += body[position..<span.start] + Array(placeholder.utf8)
        position = span.end
      }
      expected += body[position...]
      #expect(sent == expected)
      // A second reader sees the same document, with the placeholder where the value was.
      let document = try JSONSerialization.jsonObject(with: Data(sent))
      #expect(!"\(document)".contains(canary))
      // What has been redacted stays as it is.
      #expect(inspector.inspect(sent).isForwarded)
    }
  }

  @Test func fullyEscapedSecretIsCut() throws {
    let escaped = canary.utf8.map { "\\u00" + String($0, radix: 16, uppercase: true) }.joined()
    let outcome = try TestRules.inspector().inspect("{\"a\":\"<\(escaped)>\"}")
    #expect(outcome.sent("") == "{\"a\":\"<\(placeholder)>\"}")
  }

  @Test func secretAsKeyIsCutAndNeverShown() throws {
    let text = #"{"m":{"\#(canary)":{"x":"\#(canary)!"}}}"#
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
    #expect(outcome.locations == ["m.{key}", "m.{key}.x"])
    #expect(!BlockExplanation(outcome).text.contains(canary))
  }

  @Test func numbersBecomeQuotedPlaceholders() throws {
    let rule = TestRules.rule("pii.card", "[0-9]{16}", type: "card") { $0.checks = [.checksum(.luhn)] }
    let text = #"{"card":4111111111111111,"order":4111111111111112}"#
    let outcome = try TestRules.inspector([rule]).inspect(text)
    #expect(outcome.sent(text) == #"{"card":"[REDACTED:card]","order":4111111111111112}"#)
  }

  @Test func overlappingValuesAreCutOnce() throws {
    let rules = [
      TestRules.rule("a.long", "abc[0-9]{6}", type: "long", category: "one"),
      TestRules.rule("b.tail", "[0-9]{6}def", type: "tail", category: "two"),
    ]
    let text = #"{"a":"<abc123456def>"}"#
    #expect(try TestRules.inspector(rules).inspect(text).sent(text) == #"{"a":"<[REDACTED:long]>"}"#)
  }

  @Test func placeholdersAreNoFindings() throws {
    let rule = TestRules.rule("t.assign", "token = (\\S+)", type: "assigned")
    let inspector = try TestRules.inspector([rule])
    let text = #"{"a":"token = abcdef"}"#
    let sent = try #require(inspector.inspect(text).sent(text))
    #expect(sent == #"{"a":"token = [REDACTED:assigned]"}"#)
    #expect(inspector.inspect(sent).isForwarded)
  }

  @Test func bracketedSecretsAreStillSecrets() throws {
    let text = "{\"a\":\"[REDACTED:\(canary)]\"}"
    #expect(try TestRules.inspector().inspect(text).types == ["canary"])
  }

  @Test func whatIsStillThereAfterRedactionBlocks() throws {
    // The placeholder itself completes what this rule looks for.
    let rule = TestRules.rule("t.odd", "(?:^|key )([A-Za-z:\\[\\]_.]+ tail)", type: "odd")
    let text = #"{"a":"key secret tail tail"}"#
    let outcome = try TestRules.inspector([rule]).inspect(text)
    #expect(outcome.isBlocked)
    #expect(outcome.decision.action == .block)
    #expect(outcome.decision.reason == "odd (a), still present after redaction")
  }

  @Test func queryAndHeaderFindingsCannotBeRedacted() throws {
    let inspector = try TestRules.inspector()
    let query = inspector.inspect("{}", query: "a=1&note=\(canary)")
    #expect(query.isBlocked)
    #expect(query.locations == ["query.note"])
    #expect(query.decision.reason == "canary (query.note), which cannot be redacted there")
    let header = inspector.inspect("{}", headers: [("X-Note", canary)])
    #expect(header.isBlocked)
    #expect(header.locations == ["header.x-note"])
  }

  @Test func malformedJSONIsCutAsWell() throws {
    let text = "{\"a\":\"\(canary)\" oops \(canary)"
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
    #expect(outcome.decision.findings.map(\.count) == [2])
  }

  @Test func blockingFindingsWinOverRedactedOnes() throws {
    let blocked = TestRules.rule("t.block", "STOP-[0-9]{4}", type: "stop", severity: .warning) { $0.action = .block }
    let outcome = try TestRules.inspector([TestRules.canary, blocked]).inspect("[\"\(canary)\",\"STOP-1234\"]")
    #expect(outcome.isBlocked)
    #expect(outcome.decision.reason == "stop ([1])")
  }
}

import ArgusInspection
import ArgusKit
import Testing

@Suite struct HostileBodyTests {
  @Test func secretBelowAHundredThousandArraysIsFound() throws {
    let depth = 100_000
    let text = String(repeating: "[", count: depth) + "\"\(canary)\"" + String(repeating: "]", count: depth)
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.types == ["canary"])
    let sent = try #require(outcome.sent(text))
    #expect(sent == text.replacing(canary, with: placeholder))
  }

  @Test func aMillionUnclosedArraysAreOrdinaryInput() throws {
    let text = String(repeating: "[", count: 1_000_000) + "\"\(canary)\""
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.types == ["canary"])
    #expect(outcome.sent(text)?.contains(canary) == false)
  }

  @Test func aMillionUnclosedObjectsAreOrdinaryInput() throws {
    let text = String(repeating: "{\"a\":", count: 300_000)
    #expect(try TestRules.inspector().inspect(text).isForwarded)
  }

  @Test func twoHundredThousandKeysAreOrdinaryInput() throws {
    let members = (0..<200_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    let text = "{\(members),\"last\":\"\(canary)\"}"
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.locations == ["last"])
    #expect(outcome.fieldCount == 200_002)
  }

  @Test func aHundredThousandDigitsAreOneField() throws {
    let text = "{\"n\":" + String(repeating: "1", count: 100_000) + ",\"s\":\"\(canary)\"}"
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.locations == ["s"])
    #expect(outcome.fieldCount == 4)
  }

  @Test func manySecretsAreAllCutEvenBeyondTheListedOnes() throws {
    let count = 12_000
    let text = "[" + (0..<count).map { _ in "\"\(canary)\"" }.joined(separator: ",") + "]"
    let outcome = try TestRules.inspector().inspect(text)
    let finding = try #require(outcome.decision.findings.first)
    #expect(finding.count == 10_000)
    #expect(outcome.omittedOccurrences == 2_000)
    #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
  }

  @Test func manyDifferentSecretsAreAllCutEvenBeyondTheListedOnes() throws {
    let values = (0..<11_000).map { "CANARY-" + String(10_000_000 + $0) }
    let text = values.map { "\"\($0)\"" }.joined(separator: "\n")
    let outcome = try TestRules.inspector().inspect(text)
    #expect(outcome.decision.findings.count == 10_000)
    #expect(outcome.sent(text)?.contains("CANARY-") == false)
  }

  @Test func secretsFarBehindAreFound() throws {
    let filler = String(repeating: "x", count: 1_000)
    for offset in [199, 200, 201, 999] {
      let text = "{\"a\":\"" + String(repeating: filler, count: offset) + " \(canary)\"}"
      #expect(try TestRules.inspector().inspect(text).types == ["canary"])
    }
  }

  @Test func bytesThatAreNoUTF8HideNothing() throws {
    let body = Array("{\"a\":\"".utf8) + [0xFF, 0xC0, 0x00, 0x20] + Array(canary.utf8) + [0xFE] + Array("\"}".utf8)
    let outcome = try TestRules.inspector().inspect(body)
    guard case .rewrite(let sent) = outcome.verdict else {
      Issue.record("not rewritten")
      return
    }
    let expected =
      Array("{\"a\":\"".utf8) + [0xFF, 0xC0, 0x00, 0x20] + Array(placeholder.utf8) + [0xFE] + Array("\"}".utf8)
    #expect(sent == expected)
  }

  @Test(arguments: 0..<20)
  func randomBytesNeverFail(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("{}[]\",:\\u00dn 1-e%&=\n".utf8) + [0xFF, 0x00]
    let inspector = try TestRules.inspector(settings: InspectionSettings(detectors: [FieldRecorder()]))
    for _ in 0..<200 {
      let body = (0..<Int.random(in: 0..<80, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      for type in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=-"] {
        let outcome = inspector.inspect(body, type: type)
        #expect(outcome.types.allSatisfy { $0 == "uninspectable" })
      }
    }
  }
}

import ArgusInspection
import ArgusKit
import ArgusRules
import Foundation
import Testing

/// A longer worthless value, as real tokens are.
let token = "CANARY-" + "7F3K9Q2Z" + "Aa8" + "Bb7Cc6Dd5Ee4Ff3G"

@Suite struct DecoderTests {
  static let rule = TestRules.rule("test.token", "\\bCANARY-[A-Z0-9]{8}Aa8[A-Za-z0-9]{16}", type: "token")

  @Test(arguments: Encoder.allCases)
  func aHiddenValueIsFoundAndItsStepsAreNamed(encoder: Encoder) throws {
    let text = "before \(encoder.encode(token)) after"
    let outcome = try TestRules.inspector([Self.rule]).inspect(text, type: "text/plain")
    let occurrences = outcome.decision.findings.flatMap(\.occurrences)
    #expect(outcome.decision.findings.map { $0.matchedValue.withExposed { $0 } } == [token], "\(text)")
    #expect(occurrences.map(\.decoding) == [encoder.steps])
    #expect(occurrences.map(\.location) == ["body" + encoder.steps.map { "[\($0)]" }.joined()])
  }

  @Test(arguments: Encoder.allCases)
  func redactionLeavesNothingAndTouchesNothingElse(encoder: Encoder) throws {
    let inspector = try TestRules.inspector([Self.rule])
    let text = "before \(encoder.encode("x=\(token)!")) after"
    let outcome = inspector.inspect(text, type: "text/plain")
    if encoder == .gzip {
      #expect(outcome.isBlocked)
      return
    }
    guard case .rewrite(let sent) = outcome.verdict else {
      Issue.record("not rewritten: \(text), \(outcome.types) \(outcome.decision.reason)")
      return
    }
    #expect(inspector.inspect(sent, type: "text/plain").isForwarded)
    let span = try #require(outcome.decision.findings.first?.occurrences.first?.span)
    let body = Array(text.utf8)
    #expect(sent.starts(with: body[..<span.start]))
    #expect(sent.reversed().starts(with: body[span.end...].reversed()))
  }

  @Test(arguments: [Encoder.base64, .base64Unpadded, .hex, .hexSpaced, .hexList, .utf16Base64, .percent, .htmlHex])
  func theRewrittenEncodingDecodesToAPlaceholder(encoder: Encoder) throws {
    let inspector = try TestRules.inspector([Self.rule])
    for padding in 0..<4 {
      let lead = String(repeating: "y", count: padding)
      let text = "before \(encoder.encode("\(lead) \(token) tail of it")) after"
      guard case .rewrite(let sent) = inspector.inspect(text, type: "text/plain").verdict else {
        Issue.record("not rewritten")
        continue
      }
      let probe = TestRules.rule("test.probe", "\(lead) \\[REDACTED:token\\] {1,4}tail of it", type: "probe")
      let again = try TestRules.inspector([probe]).inspect(sent, type: "text/plain")
      #expect(again.types == ["probe"], "\(String(decoding: sent, as: UTF8.self))")
    }
  }

  @Test func aNameOutsideTheEncodingCountsForTheValueInIt() throws {
    let rule = TestRules.rule("test.named", "api_secret[\"': =]+([a-z0-9]{20})", type: "named")
    let inspector = try TestRules.inspector([rule])
    let value = Encoder.base64.encode("q8w7e6r5t4y3u2i1o0p9")
    for text in ["{\"data\":{\"api_secret\":\"\(value)\"}}", "[\"api_secret: \(value)\"]"] {
      #expect(inspector.inspect(text).types == ["named"], "\(text)")
    }
    let context = TestRules.rule("test.context", "[a-z0-9]{20}", type: "context") {
      $0.context = ContextRequirement(any: ["password"], distance: .bytes(40))
    }
    let second = try TestRules.inspector([context])
    #expect(second.inspect("password \(value)", type: "text/plain").types == ["context"])
    #expect(second.inspect("something \(value)", type: "text/plain").types.isEmpty)
  }

  @Test func aValueBesideTheEncodingIsReportedOnce() throws {
    let inspector = try TestRules.inspector([Self.rule])
    for text in [
      "\(token) \\u0041\\u0042 %41 &#65; a\u{200B}b", "a\\n\\\"\(token)\\\"", "x=\(token)\\n",
      "key \(Encoder.base64.encode("\(token) and more"))\nand so on 7",
    ] {
      let outcome = inspector.inspect(text, type: "text/plain")
      #expect(outcome.decision.findings.map(\.count) == [1], "\(text) \(outcome.locations)")
    }
  }

  @Test func joinedLinesOfProseAreNoFindings() throws {
    let rule = TestRules.rule("test.word", "secretword[a-z0-9]{4}", type: "word")
    let inspector = try TestRules.inspector([rule])
    #expect(inspector.inspect("the secretword\nabcd is", type: "text/plain").types.isEmpty)
    // A finding beside the break is the original's.
    let outcome = inspector.inspect("secretwordabc1\nabcd9999 and", type: "text/plain")
    #expect(outcome.decision.findings.flatMap(\.occurrences).map(\.decoding) == [[]])
  }

  @Test func statementsOneBelowTheOtherAreNotJoined() throws {
    let rule = TestRules.rule("test.assigned", "key_size = ([a-z0-9_.]{10,})", type: "assigned")
    let inspector = try TestRules.inspector([rule])
    let code = "    rsa_key_size = 2048\n    other_name_of_it = 65537\n    key_size = 2048\n    some_call_4(x)\n"
    #expect(inspector.inspect(code, type: "text/plain").types.isEmpty)
    let wrapped = "    key_size = 2048a8f7c6\n      b5d4e3f2a1b0c9\n"
    // The whole token stands for the half that the first line shows.
    #expect(inspector.inspect(wrapped, type: "text/plain").locations == ["body[joined]"])
  }

  @Test func decodingCanBeTurnedOff() throws {
    let settings = InspectionSettings(decoding: DecodingSettings(depth: 0))
    let inspector = try TestRules.inspector([Self.rule], settings: settings)
    let outcome = inspector.inspect(Encoder.base64.encode(token), type: "text/plain")
    #expect(outcome.isForwarded)
    #expect(outcome.decoding == DecodingReport())
  }

  @Test func aDeeperEncodingThanTheLimitIsTold() throws {
    let inspector = try TestRules.inspector(
      [Self.rule], settings: InspectionSettings(decoding: DecodingSettings(depth: 2)))
    var text = token
    for _ in 0..<3 { text = Encoder.base64.encode(text) }
    let outcome = inspector.inspect(text, type: "text/plain")
    #expect(outcome.types.isEmpty)
    #expect(outcome.decoding.limits[.depth] != nil)
  }

  @Test func nestedJSONIsReadToTheLimit() throws {
    let inspector = try TestRules.inspector([Self.rule])
    var text = "{\"k\":\"a/\(token)\"}"
    for _ in 0..<4 {
      let data = try JSONEncoder().encode(["arguments": text])
      text = String(decoding: data, as: UTF8.self)
    }
    let outcome = inspector.inspect(text)
    #expect(outcome.decision.findings.map(\.count) == [1])
    let sent = try #require(outcome.sent(text))
    #expect(sent == text.replacing(token, with: "[REDACTED:token]"))
  }

  @Test func aCompressedBombStopsAtItsShare() throws {
    let bomb = Encoder.gzipped([UInt8](repeating: 0x41, count: 8 << 20))
    let text = Data(bomb).base64EncodedString()
    let outcome = try TestRules.inspector([Self.rule]).inspect(text, type: "text/plain")
    #expect(outcome.decoding.limits[.expansion] == 1)
    #expect(outcome.decoding.byteCount <= DecodingSettings.budget(forBytes: text.utf8.count + 3))
  }
}

import ArgusInspection
import ArgusKit
import Testing

/// Encodings that were cut, mixed and damaged: nothing traps, spans lie in the body, and what was redacted is clean.
@Suite struct DamagedEncodingTests {
  @Test(arguments: 0..<4)
  func damageNeverBreaksInspection(seed: Int) throws {
    let inspector = try TestRules.inspector([DecoderTests.rule])
    var random = SeededGenerator(seed: UInt64(4_000 + seed))
    for _ in 0..<250 {
      var body: [UInt8] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let encoder = Encoder.allCases.randomElement(using: &random) ?? .base64
        body += Array(encoder.encode("x \(token)").utf8)
      }
      for _ in 0..<Int.random(in: 0...6, using: &random) where !body.isEmpty {
        let index = Int.random(in: 0..<body.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: body[index] = UInt8.random(in: 0...255, using: &random)
        case 1: body.remove(at: index)
        case 2: body.insert(UInt8.random(in: 0...255, using: &random), at: index)
        default: body.removeLast(min(body.count, Int.random(in: 0..<20, using: &random)))
        }
      }
      let type = Bool.random(using: &random) ? "text/plain" : "application/octet-stream"
      let outcome = inspector.inspect(body, type: type)
      for span in outcome.decision.findings.flatMap(\.occurrences).compactMap(\.span) {
        #expect(span.end <= body.count && !span.isEmpty)
      }
      #expect(outcome.decoding.byteCount <= DecodingSettings.budget(forBytes: body.count + 3))
      guard case .rewrite(let sent) = outcome.verdict else { continue }
      if case .rewrite = inspector.inspect(sent, type: type).verdict { Issue.record("the redacted body is not clean") }
    }
  }
}

import ArgusInspection
import ArgusKit
import Foundation
import Testing

/// Any secret, in any encodings within one another, in any body.
@Suite struct RoundTripTests {
  private static let rule = TestRules.rule("test.any", "\\bCANARY-[A-Za-z0-9/+_]{16,40}(?![A-Za-z0-9/+_])", type: "any")

  @Test(arguments: Carrier.allCases)
  func aSecretInUpToThreeEncodingsIsFoundAndCut(carrier: Carrier) throws {
    let inspector = try TestRules.inspector([Self.rule])
    var random = SeededGenerator(seed: UInt64(carrier.rawValue.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    for round in 0..<150 {
      let secret = Self.secret(&random)
      var chain = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
        Encoder.stackable.randomElement(using: &random)
      }
      // Each UTF-16 is two steps, and an event stream's JSON is one more.
      while chain.count(where: { $0.steps.contains("utf-16") }) > 1 { chain.removeLast() }
      var text = "id=\(secret)"
      for encoder in chain { text = encoder.encode(text) }
      let body = carrier.carry(text)
      let label = "\(round) \(carrier) \(chain.map(\.rawValue)): \(body.prefix(600))"
      let outcome = inspector.inspect(body, type: carrier.contentType)
      let values = outcome.decision.findings.map { $0.matchedValue.withExposed { $0 } }
      #expect(values == [secret], "\(label)")
      let occurrence = try #require(outcome.decision.findings.first?.occurrences.first, "\(label)")
      let steps = chain.reversed().flatMap(\.steps)
      #expect(Self.contains(steps, in: occurrence.decoding), "\(occurrence.decoding) \(label)")
      #expect(
        outcome.decoding.limits[.bytes] == nil && outcome.decoding.limits[.expansion] == nil,
        "\(outcome.decoding) \(label)")
      try Self.check(outcome, body, inspector, carrier, chain, label)
    }
  }

  private static func check(
    _ outcome: InspectionOutcome, _ body: String, _ inspector: Inspector, _ carrier: Carrier, _ chain: [Encoder],
    _ label: String
  ) throws {
    if chain.contains(.gzip) {
      #expect(outcome.isBlocked, "\(label)")
      return
    }
    guard case .rewrite(let sent) = outcome.verdict else {
      Issue.record("not rewritten, \(outcome.decision.reason): \(label)")
      return
    }
    let again = inspector.inspect(sent, type: carrier.contentType)
    #expect(again.isForwarded, "\(again.locations) \(label)")
    let bytes = Array(body.utf8)
    let spans = outcome.decision.findings.flatMap(\.occurrences).compactMap(\.span).sorted()
    let first = try #require(spans.first)
    let last = try #require(spans.map(\.end).max())
    #expect(sent.starts(with: bytes[..<first.start]), "\(label)")
    #expect(sent.reversed().starts(with: bytes[last...].reversed()), "\(label)")
    // What was sent says the same with a placeholder instead of the value.
    let probe = try TestRules.inspector([TestRules.rule("test.probe", "id=\\[REDACTED:any\\]", type: "probe")])
    #expect(
      probe.inspect(sent, type: carrier.contentType).types == ["probe"],
      "\(String(decoding: sent, as: UTF8.self)) \(label)")
  }

  private static func secret(_ random: inout SeededGenerator) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+_")
    let body = (0..<Int.random(in: 16...40, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) }
    return "CANARY-" + String(body)
  }

  /// Carriers and neighbouring escapes may add steps, but none is missing and none out of order.
  private static func contains(_ steps: [String], in chain: [String]) -> Bool {
    var rest = chain[...]
    for step in steps {
      let names =
        step == "base64"
        ? ["base64", "base64url"]
        : step == "hex"
          ? ["hex", "unicode-escape", "json-string"]
          : step == "unicode-escape" ? ["unicode-escape", "json-string", "hex"] : [step]
      guard let index = rest.firstIndex(where: { names.contains($0) }) else { return false }
      rest = rest[(index + 1)...]
    }
    return true
  }
}

import ArgusInspection
import ArgusKit
import Foundation
import Testing

/// Texts that are made to cost: the decoded bytes stay within the budget, whatever is nested in what.
@Suite struct HostileEncodingTests {
  private static let bytes = 256 << 10

  private static let texts: [(name: String, text: String)] = [
    ("equals signs", repeated("=")), ("base64 letters", repeated("A")), ("text quads", repeated("QUFB")),
    ("percent of percent", repeated("%25")), ("percent pairs", repeated("%41")), ("entities", repeated("&amp;amp;")),
    ("numeric entities", repeated("&#65;")), ("backslashes", repeated("\\")), ("escapes", repeated("\\u0041")),
    ("quoted quotes", repeated("\\\"")), ("zero-width", repeated("a\u{200B}")), ("tags", repeated("\u{E0041}")),
    ("fullwidth", repeated("Ａ")), ("NULs", repeated("\0")), ("UTF-16", repeated("a\0")), ("pairs", repeated("41 ")),
    ("prefixed pairs", repeated("0x41, ")), ("hex", repeated("41")), ("escape codes", repeated("\u{1B}[0m")),
    ("wrapped", repeated("abc1def2\n")), ("continued", repeated("abcd1234\\\n")), ("literals", repeated("\"ab1\"+")),
    ("data URIs", repeated("data:;base64,")), ("magic", repeated("H4sIAAAA")), ("zlib", repeated("eJzzzz")),
    ("lines of base64", repeated(String(repeating: "QUJD", count: 16) + "\n")), ("mixed", repeated("\\%&\u{200B}=\n")),
    ("soft breaks", repeated(String(repeating: "a", count: 73) + "=\n")),
  ]

  @Test(arguments: texts.map(\.name))
  func decodedBytesStayWithinTheBudget(name: String) throws {
    let text = try #require(Self.texts.first { $0.name == name }?.text)
    let outcome = try TestRules.inspector().inspect(text, type: "text/plain")
    #expect(outcome.decoding.byteCount <= DecodingSettings.budget(forBytes: text.utf8.count + 3))
    // No view is laid for less than its bytes, so layers cannot be many beside them.
    #expect(outcome.decoding.layerCount <= outcome.decoding.byteCount / 8)
  }

  @Test func nestingMeetsTheLimitAndIsTold() throws {
    var text = String(repeating: "nothing to see here, ", count: 40)
    for _ in 0..<12 { text = Data(text.utf8).base64EncodedString() }
    let outcome = try TestRules.inspector().inspect(text, type: "text/plain")
    #expect(outcome.decoding.limits[.depth] != nil)
    #expect(outcome.decoding.byteCount <= DecodingSettings.budget(forBytes: text.utf8.count + 3))
  }

  @Test func everyLimitIsToldWhereItKeepsTextUndecoded() throws {
    // Each stream expands to its share; together they are beyond the budget.
    let stream = Data(Encoder.gzipped(Array(String(repeating: "text of the stream ", count: 8_000).utf8)))
    let text = String(repeating: stream.base64EncodedString() + "\n\n", count: 400)
    let outcome = try TestRules.inspector().inspect(text, type: "text/plain")
    #expect(outcome.decoding.limits[.expansion] != nil || outcome.decoding.limits[.bytes] != nil)
    #expect(outcome.decoding.byteCount <= DecodingSettings.budget(forBytes: text.utf8.count + 3))
  }

  @Test func picturesAreReadAtTheirHeadOnly() throws {
    var picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    var random = SeededGenerator(seed: 3)
    for _ in 0..<(512 << 10) { picture.append(UInt8.random(in: 0...255, using: &random)) }
    let text = Data(picture).base64EncodedString()
    let outcome = try TestRules.inspector().inspect("{\"data\":\"\(text)\"}")
    #expect(outcome.types.isEmpty)
    #expect(outcome.decoding.byteCount < 4 << 10)
  }

  private static func repeated(_ unit: String) -> String {
    String(repeating: unit, count: bytes / unit.utf8.count)
  }
}

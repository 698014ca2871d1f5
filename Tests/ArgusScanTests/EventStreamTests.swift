import ArgusKit
import ArgusScan
import Testing

@Suite struct EventStreamTests {
  private func records(_ text: String, name: String = "a.sse") throws -> [ScanRecord] {
    let tree = try TemporaryTree()
    try tree.write(name, text)
    let bytes = Array(text.utf8)
    let found = try ScanHarness.results(ScanHarness.scan(), [tree.path]).flatMap(\.records)
    for record in found {
      let span = try #require(record.span)
      #expect(span.end <= bytes.count)
    }
    return found
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func payloadsAreReadByTheirFieldsAtTheirPlacesInTheFile(lineBreak: String) throws {
    let lines = [
      "event: content_block_delta", "data: {\"delta\":{\"text\":\"one\"}}", "", "event: content_block_delta",
      "data: {\"delta\":{\"text\":\"two\\n\(canary)\"}}", "", "data: [DONE]", "",
    ]
    let text = lines.joined(separator: lineBreak)
    let found = try records(text, name: "stream.txt")
    #expect(found.map(\.location) == ["#2.delta.text"])
    let span = try #require(found.first?.span)
    #expect(String(decoding: Array(text.utf8)[span.start..<span.end], as: UTF8.self) == canary)
  }

  @Test func whatIsNoJSONIsReadAsText() throws {
    let found = try records(
      "event: x\ndata: plain \(canary(1))\n\n: comment \(canary(2))\nid: \(canary(3))\n\ndata: {\"a\":\"\(canary(4))\"}\n\n"
    )
    #expect(found.map(\.line) == [2, 4, 5, 7])
  }

  @Test func anEventOfSeveralDataLinesIsOneDocument() throws {
    let found = try records("data: {\"a\":\ndata: \"\(canary)\"}\n\ndata: {\"b\":1}\n\n")
    #expect(found.map(\.location) == ["a"])
    #expect(found.map(\.line) == [2])
  }

  @Test func aTranscriptThatBreaksOffIsScannedToItsEnd() throws {
    #expect(try records("data: {\"a\":\"\(canary)").map(\.line) == [1])
  }

  @Test(arguments: 0..<200)
  func anyMixtureOfLinesIsScannedWhole(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let parts = [
      "data: ", "data:", "{\"a\":\"", "\"}", "\n", "\r\n", "\n\n", "event: x", ": ", "[DONE]", "[1,", "]", "\\", "é",
    ]
    var text = "data: "
    var count = 0
    for _ in 0..<Int.random(in: 1...30, using: &random) {
      if Int.random(in: 0..<4, using: &random) == 0 {
        text += " \(canary(count)) "
        count += 1
      } else {
        text += parts.randomElement(using: &random) ?? ""
      }
    }
    let bytes = Array(text.utf8)
    let found = try records(text)
    // A value within a key or a string is found once; none is lost.
    #expect(Set(found.map(\.fingerprint)).count == count, "\(text)")
    for record in found {
      let span = try #require(record.span)
      #expect(String(decoding: bytes[span.start..<span.end], as: UTF8.self).hasPrefix("CANARY-"))
    }
  }
}

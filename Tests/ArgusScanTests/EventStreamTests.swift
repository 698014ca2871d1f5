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

  private static func anthropic(_ piece: String) -> String {
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,"
      + "\"delta\":{\"type\":\"text_delta\",\"text\":\"\(piece)\"}}\n\n"
  }

  private static func openai(_ piece: String) -> String {
    "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\(piece)\"}}]},"
      + "\"index\":0}]}\n\n"
  }

  private static func responses(_ piece: String) -> String {
    "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"\(piece)\"}\n\n"
  }

  private static func gemini(_ piece: String) -> String {
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\(piece)\"}],\"role\":\"model\"}}]}\n\n"
  }

  @Test(arguments: 1..<15)
  func aValueThatIsCutBetweenTwoEventsIsFoundAtEachPlaceOfTheCut(cut: Int) throws {
    let shapes = [Self.anthropic, Self.openai, Self.responses, Self.gemini]
    let paths = [
      "#2.delta.text", "#2.choices[0].delta.tool_calls[0].function.arguments", "#2.delta",
      "#2.candidates[0].content.parts[0].text",
    ]
    for (shape, path) in zip(shapes, paths) {
      let text =
        shape("say \\\"") + shape("x " + canary.prefix(cut)) + shape(String(canary.dropFirst(cut))) + shape(".")
      let found = try records(text)
      #expect(found.map(\.location) == [path])
      #expect(found.map(\.decoding) == [["events"]])
      let span = try #require(found.first?.span)
      let bytes = Array(text.utf8)[span.start..<span.end]
      #expect(bytes.starts(with: canary.utf8.prefix(cut)))
      #expect(bytes.suffix(canary.utf8.count - cut).elementsEqual(canary.utf8.dropFirst(cut)))
      // Byte by byte is the worst that a provider does.
      #expect(try records(canary.map { shape(String($0)) }.joined()).count == 1)
    }
  }

  @Test func textsOfDifferentBlocksAreNotJoined() throws {
    let other = Self.anthropic(String(canary.dropFirst(5))).replacing("\"index\":1", with: "\"index\":2")
    #expect(try records(Self.anthropic(String(canary.prefix(5))) + other).isEmpty)
    let start = "data: {\"type\":\"message_start\"}\n\n"
    #expect(
      try records(Self.anthropic(String(canary.prefix(5))) + start + Self.anthropic(String(canary.dropFirst(5))))
        .isEmpty)
  }

  @Test func aValueWithinOneEventIsToldOnce() throws {
    #expect(try records(Self.anthropic("a \(canary) b") + Self.anthropic("c")).map(\.decoding) == [[]])
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

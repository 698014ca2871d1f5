import ArgusKit
import ArgusScan
import FoundationEssentials
import Testing

@Suite struct WideTextTests {
  private static let lines = "Zeile eins ü€😀\n  key = \(canary) # ß\nlast\n"

  private func utf16(_ text: String, big: Bool, mark: Bool) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { big ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  private func scan(_ name: String, _ bytes: [UInt8]) throws -> ScanResult {
    let tree = try TemporaryTree()
    try tree.write(name, bytes)
    return try #require(ScanHarness.results(try ScanHarness.scan(), [tree.path]).first)
  }

  @Test(arguments: [false, true], [false, true])
  func textInUTF16IsInspectedLikeAnyOther(big: Bool, mark: Bool) throws {
    let bytes = utf16(Self.lines, big: big, mark: mark)
    let result = try scan("a.txt", bytes)
    #expect(result.failure == nil && result.skipped == nil)
    #expect(result.byteCount == bytes.count)
    let record = try #require(result.records.first)
    #expect(result.records.count == 1)
    #expect([record.line, record.column, record.endLine, record.endColumn] == [2, 9, 2, 24])
    #expect(record.decoding == ["utf-16"])
    let span = try #require(record.span)
    #expect(Array(bytes[span.start..<span.end]) == utf16(canary, big: big, mark: false))
  }

  @Test func fieldsAndCommentsAreThoseOfTheText() throws {
    let json = try scan("a.json", utf16("{\"ü\": {\"key\": \"\(canary)\"}}", big: true, mark: true))
    #expect(json.records.map(\.location) == ["ü.key"])
    let allowed = try scan(
      "a.txt", utf16("x = \(canary) # argus:allow test.canary a sample\n", big: false, mark: true))
    #expect(allowed.records.map(\.suppression?.reason) == ["a sample"])
  }

  @Test func placesHoldFarBehindCharactersOfEveryWidth() throws {
    let text = String(repeating: "aü€😀", count: 3_000) + "\n" + canary
    let bytes = utf16(text, big: false, mark: true)
    let span = try #require(try scan("a.txt", bytes).records.first?.span)
    #expect(span.end == bytes.count)
    #expect(span.count == canary.utf16.count * 2)
  }

  @Test func halvesThatStandAloneAreNoTrap() throws {
    var random = SeededGenerator(seed: 3)
    for round in 0..<200 {
      var bytes = utf16(Self.lines, big: round.isMultiple(of: 2), mark: true)
      for _ in 0..<4 {
        bytes[Int.random(in: 2..<bytes.count, using: &random)] = UInt8.random(in: 0xD0...0xE0, using: &random)
      }
      if round.isMultiple(of: 3) { bytes.removeLast() }
      #expect(try scan("a.txt", bytes).failure == nil)
    }
  }

  @Test func otherBytesWithZerosStayBinary() throws {
    for bytes in [[UInt8]](
      arrayLiteral: [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0], Array("ELF".utf8) + [0, 0, 0, 7, 8, 9])
    {
      #expect(try scan("a.bin", bytes).skipped == .binary)
    }
  }
}

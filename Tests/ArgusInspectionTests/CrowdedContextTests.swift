import ArgusInspection
import ArgusKit
import ArgusRules
import Testing

/// Many matches of one rule in one text have the context that each would have alone.
@Suite struct CrowdedContextTests {
  @Test(arguments: [
    ContextRequirement.Distance.bytes(0), .bytes(7), .bytes(40), .bytes(5_000), .lines(0), .lines(1), .lines(3),
  ])
  func eachOfManyMatchesLooksAroundItself(distance: ContextRequirement.Distance) throws {
    let rule = TestRules.rule("near", "K[0-9]{4}", severity: .high) {
      $0.context = ContextRequirement(any: ["secret", "key"], distance: distance)
    }
    let inspector = try TestRules.inspector([rule])
    var random = SeededGenerator(seed: 9)
    var admitted = 0
    for _ in 0..<40 {
      var text = ""
      for number in 0..<60 {
        text +=
          ["K\(1_000 + number)", "K\(1_000 + number) ", " words ", "\n", " SECRET", "ey ", " k"].randomElement(
            using: &random) ?? ""
      }
      let found = inspector.inspect(text, type: "text/plain").decision.findings.flatMap(\.occurrences).compactMap(
        \.span)
      let expected = Self.matches(in: Array(text.utf8)).filter { Self.hasContext(Array(text.utf8), $0, distance) }
      #expect(found.sorted() == expected, "\(text)")
      admitted += expected.count
    }
    #expect(admitted > 0 || distance == .bytes(0))
  }

  private static func matches(in text: [UInt8]) -> [ByteSpan] {
    text.indices.filter { start in
      text[start] == 0x4B && start + 5 <= text.count
        && text[start + 1..<start + 5].allSatisfy { (0x30...0x39).contains($0) }
    }.map { ByteSpan(start: $0, end: $0 + 5) }
  }

  private static func hasContext(_ text: [UInt8], _ span: ByteSpan, _ distance: ContextRequirement.Distance) -> Bool {
    var (lower, upper) = (span.start, span.end)
    switch distance {
    case .bytes(let count): (lower, upper) = (max(0, span.start - count), min(text.count, span.end + count))
    case .lines(let count):
      var left = count
      while lower > 0, text[lower - 1] != 0x0A || left > 0 {
        if text[lower - 1] == 0x0A { left -= 1 }
        lower -= 1
      }
      left = count
      while upper < text.count, text[upper] != 0x0A || left > 0 {
        if text[upper] == 0x0A { left -= 1 }
        upper += 1
      }
    }
    let window = String(decoding: text[lower..<upper], as: UTF8.self).lowercased()
    return window.contains("secret") || window.contains("key")
  }
}

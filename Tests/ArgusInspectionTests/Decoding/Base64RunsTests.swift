import ArgusInspection
import Foundation
import Testing

/// The judgement on 64 characters at once, beside one that looks at a character after the other.
@Suite struct Base64RunsTests {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_".utf8)

  @Test(arguments: 0..<8)
  func phasesAreThoseOfALoopOverQuads(seed: Int) {
    var random = SeededGenerator(seed: UInt64(7_100 + seed))
    var found = 0
    for _ in 0..<2_000 {
      let letters = Self.alphabets.randomElement(using: &random) ?? Self.alphabet
      var text = (0..<Int.random(in: 0...700, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? UInt8(ascii: "A")
      }
      // Some say something, from any place on.
      if Bool.random(using: &random) {
        let words = Data("the secret of this text".utf8.prefix(Int.random(in: 3...23, using: &random)))
        let place = Int.random(in: 0...text.count, using: &random)
        text.insert(contentsOf: words.base64EncodedString().utf8.filter { $0 != UInt8(ascii: "=") }, at: place)
      }
      let lower = Int.random(in: 0...text.count, using: &random)
      let run = lower..<Int.random(in: lower...text.count, using: &random)
      let phases = Base64Runs.phases(of: run, in: text.span)
      #expect(phases == Self.slowPhases(of: run, in: text))
      if phases != 0 { found += 1 }
    }
    #expect(found > 200 && found < 1_900)
  }

  private static let alphabets = [
    alphabet, Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8), Array("abcdefghijklmnopqrstuvwxyz_-".utf8),
    Array("AAAB123".utf8), Array("IJabcdefQSgwAC".utf8),
  ]

  private static func slowPhases(of run: Range<Int>, in text: [UInt8]) -> UInt8 {
    let head = Array(text[run].prefix(512))
    var phases: UInt8 = run.count > 512 ? 1 : 0
    if run.count >= 4, head.starts(with: Array("H4".utf8)) || head.first == UInt8(ascii: "e") { phases |= 1 }
    let upper = head.contains { $0 >> 5 == 2 }
    let lower = head.contains { $0 >> 5 == 3 }
    let zeros = head.count { $0 == UInt8(ascii: "A") }
    guard head.count >= 4, phases != 0 || (upper && lower) || (!lower && zeros * 4 >= head.count) else { return phases }
    let isText = (0..<head.count - 3).map { start in
      let quad = head[start..<start + 3].map { alphabet.firstIndex(of: $0).map { min($0, 63) } ?? 63 }
      let printable = quad[0] == 2 || quad[0] == 3 || (8..<32).contains(quad[0])
      let second = quad[1] & 15 == 0 || (2..<8).contains(quad[1] & 15)
      return printable && second && quad[2] & 3 < 2
    }
    for start in isText.indices {
      if start + 8 < isText.count, isText[start], isText[start + 4], isText[start + 8] { phases |= 1 << (start & 3) }
      let isWide = [0, 3, 8, 11].allSatisfy {
        start + $0 < isText.count && head[start + $0] == UInt8(ascii: "A")
      }
      if isWide { phases |= 1 << (start & 3) }
    }
    return phases
  }

  @Test(arguments: 0..<4)
  func stretchesOfTokensAreMeasuredToTheirEnds(seed: Int) {
    var random = SeededGenerator(seed: UInt64(7_200 + seed))
    var map = ByteClassMap()
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...300, using: &random)).map { _ in
        Int.random(in: 0..<40, using: &random) == 0
          ? UInt8(ascii: " ") : Self.alphabet.randomElement(using: &random) ?? UInt8(ascii: "A")
      }
      map.read(text.span)
      for place in 0...text.count {
        let before = text[..<place].reversed().prefix { $0 != UInt8(ascii: " ") }.count
        let behind = text[place...].prefix { $0 != UInt8(ascii: " ") }.count
        #expect(map.tokens(before: place) == min(before, ByteClassMap.reach))
        #expect(map.tokens(from: place) == min(behind, ByteClassMap.reach))
      }
    }
  }
}

import ArgusRules
import Testing

@Suite struct SourceLinesTests {
  @Test(arguments: [("'ab(cd'", 2, 17), ("'it''s(x'", 4, 20), ("ab(cd", 2, 16), ("'é(x'", 2, 16)])
  func aByteOfAPatternHasItsOwnPlace(_ spelling: String, _ offset: Int, _ column: Int) throws {
    let (sources, pattern) = try load(spelling)
    #expect(sources.location(ofByte: offset, in: pattern).column == column)
  }

  @Test func aByteOfAPatternOnSeveralLinesHasItsOwnLine() throws {
    let (sources, pattern) = try load("\"ab\\x28cd\"")
    #expect(sources.location(ofByte: 3, in: pattern).column == 14 + 7)
    let (folded, lines) = try load(">-\n      ab(cd\n      ef[")
    #expect(folded.location(ofByte: 2, in: lines) == .init(file: "pack.yaml", line: 8, column: 9))
    #expect(folded.location(ofByte: 8, in: lines) == .init(file: "pack.yaml", line: 9, column: 9))
  }

  /// Any text in any style: the place of a byte shows the character that stands for it.
  @Test func everyPlaceShowsTheCharacterItIsThePlaceOf() throws {
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(bound))
    }
    let alphabet = Array("abc('[é\u{1F600}.|{".unicodeScalars)
    for _ in 0..<100 {
      var text = "x"
      for _ in 0...(next(12)) { text.unicodeScalars.append(alphabet[next(alphabet.count)]) }
      let spellings = [
        "'" + text.replacing("'", with: "''") + "'", "\"" + text + "\"", "|-\n      " + text, ">-\n\n      " + text,
      ]
      for spelling in spellings {
        let (sources, pattern) = try load(spelling)
        var offset = 0
        for scalar in pattern.source.unicodeScalars {
          let place = sources.location(ofByte: offset, in: pattern)
          let line = try #require(sources.line(at: place))
          // A line feed is the end of a line, where no character stands.
          if scalar != "\n" { #expect(line.unicodeScalars.dropFirst(place.column - 1).first == scalar) }
          offset += UTF8.width(scalar)
        }
      }
    }
  }

  @Test func anUnknownFileHasNoLines() {
    #expect(SourceLines().line(at: ArgusRules.SourceLocation(file: "x", line: 1, column: 1)) == nil)
  }

  private func load(_ spelling: String) throws -> (SourceLines, RulePattern) {
    let text = SamplePack.rule(pattern: "PATTERN").replacing("'PATTERN'", with: spelling)
    let result = RulePackLoader().load(bytes: Array(text.utf8), file: "pack.yaml")
    let rule = try #require(result.ruleSet.rules.first)
    return (result.sources, try #require(rule.patterns.first))
  }
}

import ArgusRules
import Testing

/// Whatever bytes a pack is made of, loading ends with an answer whose places lie inside the file.
@Suite struct MutatedPackTests {
  @Test(arguments: 0..<8)
  func randomBytesInAValidPackNeverCrashAndEveryErrorHasAPlaceInTheFile(_ seed: UInt64) {
    var random = SplitMix(state: seed &* 0x9E37_79B9 &+ 1)
    let original = Array(SamplePack.complete.utf8)
    let interesting = Array("\u{0}\t\n:-[]{}&*!'\"|>%@#?,~ \u{85}0a".utf8)
    for _ in 0..<80 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = interesting.randomElement(using: &random) ?? 0
        case 2: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
        default:
          let end = min(bytes.count, place + Int.random(in: 1...80, using: &random))
          bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
        }
        if bytes.isEmpty { bytes = original }
      }
      check(bytes)
    }
  }

  @Test(arguments: 0..<4)
  func packsCutAnywhereNeverCrash(_ offset: Int) {
    let original = Array(SamplePack.complete.utf8)
    for end in stride(from: offset, to: original.count, by: 16) { check(Array(original[..<end])) }
  }

  private func check(_ bytes: [UInt8]) {
    let result = RulePackLoader().load(bytes: bytes, file: "mutated.yaml")
    let document = YAMLDocument(bytes: bytes, file: "mutated.yaml")
    for diagnostic in result.diagnostics {
      guard let location = diagnostic.location else {
        Issue.record("\(diagnostic.oneLine) has no place")
        continue
      }
      #expect(location.line >= 1 && location.line <= max(1, document.lines.count), "\(diagnostic.oneLine)")
      let width = location.line <= document.lines.count ? document.lines[location.line - 1].unicodeScalars.count : 0
      // One place behind the last character is where something missing is reported.
      #expect(location.column >= 1 && location.column <= width + 1, "\(diagnostic.oneLine)")
      #expect(!diagnostic.rendered().isEmpty)
    }
    // A pack that lost rules never looks healthy.
    if !result.hasErrors { #expect(result.rejectedRules.isEmpty && !result.hasUnreadableFile) }
    for rule in result.ruleSet.rules { #expect(!rule.patterns.isEmpty && !rule.examples.match.isEmpty) }
  }
}

/// This is a small random source with a fixed sequence, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// A text in pieces holds what the whole text holds.
@Suite struct StreamScannerTests {
  @Test(arguments: 0..<24)
  func randomPatternsFindTheSameHoweverTheTextIsCut(seed: Int) throws {
    var patterns = RandomPattern(seed: UInt64(seed))
    let rules = (0..<60).map { index in
      let pattern = patterns.next()
      return Rule.test("r\(index)", pattern.source, flags: pattern.flags)
    }
    let differential = try StreamDifferential(rules: rules)
    #expect(differential.streamableRules > 5)
    var random = SeededGenerator(seed: UInt64(seed) &+ 2_000)
    var matches = 0
    for _ in 0..<25 {
      let text = random.bytes(random.below(14), of: RandomPatternTests.alphabet)
      matches += try differential.compare(text, triples: 10, &random)
    }
    matches += try differential.compare(random.bytes(60, of: RandomPatternTests.alphabet), triples: 30, &random)
    #expect(matches > 0)
  }

  /// Large pieces go through the automaton first.
  @Test(arguments: 0..<6)
  func largePiecesFindTheSame(seed: Int) throws {
    var patterns = RandomPattern(seed: UInt64(seed) &+ 100)
    let rules = (0..<60).map { index in
      let pattern = patterns.next()
      return Rule.test("r\(index)", pattern.source, flags: pattern.flags)
    }
    let differential = try StreamDifferential(rules: rules)
    var random = SeededGenerator(seed: UInt64(seed) &+ 3_000)
    for _ in 0..<6 {
      let text = random.bytes(1_500, of: RandomPatternTests.alphabet)
      guard let expected = try differential.whole(text) else { continue }
      for _ in 0..<12 {
        let first = random.below(700)
        let cuts = [first, first + 256, first + 257, first + 257 + random.below(500)]
        let difference = try differential.difference(text, cuts: cuts, from: expected)
        #expect(difference == nil)
      }
    }
  }

  @Test func everyCutInThreeFindsTheSame() throws {
    let differential = try StreamDifferential(rules: NastyPatternTests.rules)
    var random = SeededGenerator(seed: 11)
    for _ in 0..<20 {
      let text = random.bytes(random.below(20), of: RandomPatternTests.alphabet)
      guard let expected = try differential.whole(text) else { continue }
      for first in 0...text.count {
        for second in first...text.count {
          #expect(try differential.difference(text, cuts: [first, second], from: expected) == nil)
        }
      }
    }
  }

  @Test func aMatchIsReportedAsSoonAsNothingCanChangeIt() throws {
    let rules = [Rule.test("fixed", "key_[a-z]{4}"), Rule.test("open", "tok_[a-z]{4,8}\\b")]
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1)
    var scanner = StreamScanner(generation)
    #expect(try scanner.feed(Array("a key_abc".utf8).span).matches.isEmpty)
    #expect(scanner.releasable == 2)
    #expect(try scanner.feed(Array("d".utf8).span).matches.map(\.span) == [ByteSpan(start: 2, end: 10)])
    #expect(scanner.releasable == 10)
    #expect(try scanner.feed(Array(" tok_abcd".utf8).span).matches.isEmpty)
    #expect(scanner.releasable == 11)
    #expect(try scanner.feed(Array("e".utf8).span).matches.isEmpty)
    #expect(try scanner.feed(Array(" ".utf8).span).matches.map(\.span) == [ByteSpan(start: 11, end: 20)])
    #expect(scanner.releasable == 21)
    #expect(try scanner.finish().matches.isEmpty)
  }

  @Test func theEndOfTheStreamIsTheEndOfTheField() throws {
    let rules = [Rule.test("end", "key_[a-z]{4}\\z"), Rule.test("start", "\\Akey"), Rule.test("line", "(?m)^key")]
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1)
    var scanner = StreamScanner(generation)
    var found = try scanner.feed(Array("key_abcd".utf8).span).matches
    found += try scanner.feed(Array("\n".utf8).span).matches
    found += try scanner.feed(Array("key_abcd".utf8).span).matches
    #expect(found.map { [$0.rule, $0.span.start] }.sorted { $0[0] < $1[0] } == [[1, 0], [2, 0], [2, 9]])
    #expect(try scanner.finish().matches.map { [$0.rule, $0.span.start] } == [[0, 9]])
  }

  @Test func onlyActingRulesHoldBytesBack() throws {
    let rules = [Rule.test("alert", "key_[a-z]{40}"), Rule.test("redact", "tok_[a-z]{40}")]
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1)
    var scanner = StreamScanner(generation, acting: [false, true])
    _ = try scanner.feed(Array("key_abc".utf8).span)
    #expect(scanner.releasable == 7)
    _ = try scanner.feed(Array(" tok_abc".utf8).span)
    #expect(scanner.releasable == 8)
  }

  @Test func rulesThatAreNotSearchedForAreNotFound() throws {
    let rules = [Rule.test("one", "key_[a-z]{4}"), Rule.test("two", "tok_[a-z]{4}")]
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1)
    var scanner = StreamScanner(generation, searched: [false, true])
    #expect(try scanner.feed(Array("key_abcd tok_abcd ".utf8).span).matches.map(\.rule) == [1])
  }

  @Test func rulesWithoutABoundAreLeftOutAndNamed() throws {
    let rules = [
      Rule.test("bounded", "key_[a-z]{4,9}"), Rule.test("open", "key_[a-z]+"), Rule.test("half", "abc", "abc.*?d"),
      Rule.test("ahead", "key(?=.*x)"), Rule.test("unclear", "key\\Kvalue"),
    ]
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1)
    #expect(generation.unstreamableRules == ["open", "half", "ahead", "unclear"])
    #expect(generation.assignments.map(\.holdBack) == [13, nil, 3, nil, nil, nil])
    #expect(
      generation.assignments.holdBack(ofRule: "bounded") == 13 && generation.assignments.holdBack(ofRule: "half") == nil
    )
    #expect(
      generation.assignments.streamSummary == "streams: at most 13 bytes are held back (bounded);"
        + " without a bounded width, so left out: open, half, ahead, unclear")
    var scanner = StreamScanner(generation)
    let found = try scanner.feed(Array("key_abcd abc ".utf8).span).matches
    #expect(found.map(\.rule) == [0])
  }

  @Test func aSearchThatPCRE2GivesUpOnIsUnknownOnceAndHoldsNothingBack() throws {
    let rules = [Rule.test("slow", "(?:a{1,9}){1,9}-(?!x)"), Rule.test("quick", "ab")]
    let generation = try RulesetCompiler(limits: ScanLimits(matchLimit: 500)).compile(
      RuleSet(rules: rules, packs: []), number: 1)
    var scanner = StreamScanner(generation)
    var unknowns: [MatchReport.Unknown] = []
    for _ in 0..<20 { unknowns += try scanner.feed(Array("aaaaaaaaaaaaaaaaaaa-x".utf8).span).unknowns }
    unknowns += try scanner.finish().unknowns
    #expect(unknowns == [MatchReport.Unknown(rule: 0, field: 0, reason: "match limit")])
    #expect(scanner.releasable == scanner.byteCount)
  }
}

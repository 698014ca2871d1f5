import ArgusAuthoring
import ArgusRules
import Testing

@Suite struct CorpusTests {
  private let rules =
    TestPack.rule("test.token", #"\btok_[0-9]{8}\b"#, match: "tok_31902753")
    + TestPack.rule(
      "test.key", #"\bkey_[0-9]{8}\b"#, "context: {any: [deploy], within: 40}", match: "deploy key_31902753")

  private func report(_ files: [String: String], _ configure: (inout RuleTest) -> Void = { _ in }) throws
    -> RuleTestReport
  {
    let built = try TestPack.build(rules)
    return try TestPack.withDirectory(files) { directory in
      var test = RuleTest()
      test.corpora = [directory]
      configure(&test)
      return test.run(built)
    }
  }

  @Test func marksSpeakOfTheirLineOrOfTheNext() throws {
    let report = try report([
      "a.py": "x = 'tok_31902753'  # argus: expect test.token\n# argus: expect test.token\ny = 'tok_46102931'\n",
      "b.c": "/* argus: expect test.token, test.key */\ndeploy(\"tok_31902753\", \"key_31902753\");\n",
      "c.html": "<!-- argus: expect test.token -->\n<!-- argus: ok test.key -->\n<p>tok_31902753 key_31902753</p>\n",
    ])
    #expect(report.errors.isEmpty, "\(report.errors.map(\.oneLine))")
    let token = try #require(report.corpus?.byRule["test.token"])
    #expect((token.truePositives, token.falsePositives, token.falseNegatives) == (4, 0, 0))
  }

  @Test func aMarkMayNameARuleWithoutADotAndBeFollowedByProse() throws {
    let built = try TestPack.build(TestPack.rule("token", #"\btok_[0-9]{8}\b"#, match: "tok_31902753"))
    let text = "tok_31902753 # argus: expect token as it should\ntok_1 # argus: ok here\ntok_2 # argus: expect tokn\n"
    try TestPack.withDirectory(["a.txt": text]) { directory in
      var test = RuleTest()
      test.corpora = [directory]
      let report = test.run(built)
      #expect(report.errors.map(\.code) == ["AR0432"])
      #expect(report.corpus?.overall.truePositives == 1)
    }
  }

  @Test func whatNoMarkExpectsIsAFalsePositiveAndWhatIsMissedAMiss() throws {
    let report = try report([
      "a.py": "tok_31902753\ntok_1 # argus: expect test.token\ndeploy key_31902753  # argus: ok test.key\n"
    ])
    #expect(report.errors.map(\.code) == ["AR0434", "AR0434", "AR0433"])
    #expect(report.errors.map { $0.location?.line } == [1, 3, 2])
    #expect(report.errors.map { $0.location?.column } == [1, 8, 9])
    let overall = try #require(report.corpus?.overall)
    #expect((overall.truePositives, overall.falsePositives, overall.falseNegatives) == (0, 2, 1))
  }

  @Test func theWordsOfAMarkAreNoContext() throws {
    // Without the blanks in its place the mark's `deploy` would be the context that the key needs.
    let report = try report(["a.txt": "key_31902753 # argus: expect test.deploy\n"])
    #expect(report.corpus?.overall.falsePositives == 0)
    #expect(report.errors.map(\.code) == ["AR0432"])
  }

  @Test func aMissedFindingIsToldWithTheGateThatStoppedIt() throws {
    let report = try report(["a.txt": "key_31902753 # argus: expect test.key\n"])
    #expect(report.errors.map(\.code) == ["AR0433"])
    #expect(
      report.errors.first?.hint?.hasPrefix("`context` stops it: one of `deploy` is demanded within 40 bytes") == true)
  }

  @Test func labelledSamplesAreScoredByProviderAndRule() throws {
    let lines = [
      #"{"id":"1","text":"tok_31902753","expect":"match","secret":"tok_31902753","provider":"acme","peer_rule":"x.1"}"#,
      #"{"id":"2","text":"tok_3190","expect":"match","secret":"tok_3190","provider":"acme","peer_rule":"x.2"}"#,
      #"{"id":"3","text":"tok_31902753","expect":"no_match","scope":"any","provider":"other"}"#,
      #"{"id":"4","text":"tok_31902753","expect":"no_match","scope":"rule","provider":"other"}"#,
      #"{"id":"5","text":"tok_31902753","expect":"match","rule":"test.key"}"#,
      "no sample",
    ]
    let report = try report(["labelled.jsonl": lines.joined(separator: "\n") + "\n"])
    let corpus = try #require(report.corpus)
    #expect((corpus.overall.truePositives, corpus.overall.falsePositives, corpus.overall.falseNegatives) == (1, 1, 2))
    #expect(corpus.byProvider["acme"]?.recall == Proportion(hits: 1, total: 2))
    #expect(corpus.byPeerRule["x.1"]?.truePositives == 1)
    #expect(corpus.byRule["test.token"]?.recall.value == nil, "nothing says which rule should have found what")
    #expect(corpus.byRule["test.key"]?.falseNegatives == 1)
    #expect(corpus.missedSamples == ["2", "5"])
    #expect(corpus.wrongSamples.map(\.id) == ["3"])
    #expect(corpus.unjudgedCount == 1)
    #expect(report.errors.map(\.code) == ["AR0431"])
    #expect(report.errors.first?.location?.line == 6)
  }

  @Test func thresholdsDecideWhereTheyAreGiven() throws {
    let file = ["a.py": "tok_31902753 # argus: expect test.token\ntok_46102931\n"]
    #expect(try report(file) { $0.minimumPrecision = 0.5 }.errors.isEmpty)
    let strict = try report(file) { $0.minimumPrecision = 0.6 }
    #expect(strict.errors.map(\.code) == ["AR0435", "AR0435"], "all rules together, and the rule")
    #expect(strict.errors.first?.message.contains("50.0 % (1 of 2)") == true)
  }

  @Test func whatCannotBeReadIsAnError() throws {
    var test = RuleTest()
    test.corpora = ["/nowhere/at-all"]
    #expect(test.run(try TestPack.build(rules)).errors.map(\.code) == ["AR0430"])
  }

  @Test func whatHoldsNoSampleIsNoCleanText() throws {
    let other = #"{"content":"tok_31902753","label":"match"}"# + "\n"
    #expect(try report(["a.jsonl": other]).errors.map(\.code) == ["AR0431"])
    #expect(try report(["a.jsonl.gz": "no gzip at all"]).errors.map(\.code) == ["AR0430"])
    #expect(try report(["a.ndjson": #"{"content":"nothing"}"#]).errors.isEmpty, "JSON lines may be a text")
    #expect(try report([:]).errors.map(\.code) == ["AR0430"], "a directory that is not there")
    #expect(try report([".git/config": "tok_31902753"]).errors.map(\.code) == ["AR0430"], "one without files")
  }

  @Test func aSampleOfAnUnknownRuleIsToldAndNotCounted() throws {
    let report = try report(["a.jsonl": #"{"text":"tok_31902753","expect":"match","rule":"test.tokn"}"# + "\n"])
    #expect(report.errors.map(\.code) == ["AR0432"])
    #expect(report.errors.first?.hint == "did you mean `test.token`?")
    #expect(report.corpus?.byRule.isEmpty == true)
  }

  @Test func anyBytesAreACorpus() throws {
    var generator = SeededGenerator(seed: 11)
    let pieces = [
      "argus:", " expect ", " ok ", "test.token", "a.", ".b", "\n", "-->", ",", "\u{0}", "ä", "tok_31902753", "#",
    ]
    var files: [String: String] = [:]
    for number in 0..<200 {
      let count = Int.random(in: 0..<24, using: &generator)
      files["\(number).txt"] = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
    }
    let report = try report(files)
    #expect(report.corpus?.documentCount == 200)
  }

  @Test func intervalsAreThoseOfWilson() {
    let interval = Proportion(hits: 8, total: 10).interval
    #expect(abs(interval.lowerBound - 0.4902) < 0.0001)
    #expect(abs(interval.upperBound - 0.9433) < 0.0001)
    #expect(Proportion(hits: 0, total: 0).interval == 0...1)
    var score = Score()
    (score.truePositives, score.falsePositives, score.falseNegatives) = (6, 2, 2)
    #expect(score.f1.value == 0.75)
    #expect(score.f1.interval.contains(0.75))
  }
}

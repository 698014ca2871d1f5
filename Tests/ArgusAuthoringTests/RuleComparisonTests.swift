import ArgusAuthoring
import ArgusRules
import Testing

@Suite struct RuleComparisonTests {
  private let clean = [
    "clean/notes.txt":
      "Build 20260311 passed.\nOrder tok_1234 is ready, see 4539148803 and tok_319027538461 for more.\n",
    "clean/app.py": "VERSION = 'tok_2'\n",
  ]
  private let narrow = TestPack.rule("test.token", #"\btok_[0-9]{16}\b"#, match: "x tok_3190275384610293")
  private let wide = TestPack.rule("test.token", #"\btok_[0-9]{4,16}\b"#, match: "x tok_3190275384610293")

  private func compare(
    _ base: String, _ head: String, _ files: [String: String], measuresCost: Bool = false,
    _ configure: (inout RuleComparison.Limits) -> Void = { _ in }
  ) throws -> RuleComparison {
    let header =
      "schema: argus.rules/v1\npack: {id: test.pack, version: 1.0.0}\n"
      + "defaults: {category: secrets, severity: high}\nrules:\n"
    let packs = ["base.yaml": header + base, "head.yaml": header + head]
    return try TestPack.withDirectory(files.merging(packs) { first, _ in first }) { directory in
      var limits = RuleComparison.Limits()
      configure(&limits)
      return try RuleComparison(
        base: RuleRevision(directory + "/base.yaml"), head: RuleRevision(directory + "/head.yaml"),
        corpora: files.isEmpty ? [] : [directory + "/clean"], limits: limits, measuresCost: measuresCost)
    }
  }

  @Test func anEditThatAddsFalsePositivesOnCleanTextFails() throws {
    let comparison = try compare(narrow, wide, clean)
    #expect(comparison.changes.map(\.id) == ["test.token"])
    #expect(comparison.changes.first?.keys == ["pattern"])
    #expect(comparison.findings["test.token"]?.newFalsePositives == 2)
    #expect(comparison.violations == ["2 new false positives, at most 0 are allowed"])
    #expect(comparison.examples.map(\.rule) == ["test.token", "test.token"])
    #expect(comparison.examples.allSatisfy { $0.place.hasSuffix("notes.txt:2") })
    #expect(!comparison.markdown.contains("tok_"), "a report shows places, not values")
  }

  @Test func theSameEditPassesWhereItIsAllowed() throws {
    #expect(try compare(narrow, wide, clean) { $0.newFalsePositives = 2 }.violations.isEmpty)
    #expect(try compare(narrow, wide, clean) { $0.newFalsePositives = nil }.violations.isEmpty)
    let rate = try compare(narrow, wide, clean) {
      $0.newFalsePositives = nil
      $0.falsePositivesPerMiB = 1
    }
    #expect(rate.violations.count == 1)
  }

  @Test func anOverrideIsComparedBesideTheRuleItChanges() throws {
    let header = "schema: argus.rules/v1\npack: {id: test.NAME, version: 1.0.0}\n"
    let base = "defaults: {category: secrets, severity: high}\nrules:\n"
    let files = [
      "base.yaml": header.replacing("NAME", with: "base") + base + narrow,
      "old.yaml": header.replacing("NAME", with: "team") + base
        + TestPack.rule("team.key", #"\bkey_[0-9]{8}\b"#, match: "key_31902753"),
      "new.yaml": header.replacing("NAME", with: "team") + "overrides:\n  - {id: test.token, severity: critical}\n",
    ]
    try TestPack.withDirectory(files) { directory in
      let (old, new) = RuleRevision.pair(directory + "/old.yaml", directory + "/new.yaml") {
        [directory + "/base.yaml"]
      }
      let comparison = try RuleComparison(
        base: old, head: new, corpora: [], limits: RuleComparison.Limits(), measuresCost: false)
      #expect(comparison.faults.isEmpty, "\(comparison.faults.map(\.oneLine))")
      #expect(comparison.changes.map(\.id).sorted() == ["team.key", "test.token"])
      #expect(comparison.changes.first { $0.id == "test.token" }?.keys == ["severity"])
    }
  }

  @Test func anEditWithoutEffectPasses() throws {
    let comparison = try compare(narrow, narrow, clean)
    #expect(comparison.changes.isEmpty)
    #expect(comparison.violations.isEmpty)
    #expect(comparison.total == FindingDelta())
  }

  @Test func findingsThatAreGoneAreCounted() throws {
    let marked = ["clean/a.py": "x = 'tok_1234'  # argus: expect test.token\n"]
    let comparison = try compare(wide, narrow, marked) { $0.lost = 0 }
    #expect(comparison.findings["test.token"]?.lostForGood == 1)
    #expect(comparison.violations == ["1 finding lost, at most 0 are allowed"])
  }

  @Test func aFindingUnderAnotherNameIsNeitherNewNorLost() throws {
    let renamed = TestPack.rule("test.renamed", #"\btok_[0-9]{4,16}\b"#, match: "x tok_3190275384610293")
    let comparison = try compare(wide, renamed, clean) { $0.lost = 0 }
    #expect(comparison.changes.map(\.kind) == [.added, .removed])
    #expect(comparison.findings["test.renamed"]?.gained.wrong == 2)
    #expect(comparison.violations.isEmpty)
  }

  @Test func changedRulesAreMeasuredBeforeAndAfter() throws {
    let comparison = try compare(narrow, wide, [:], measuresCost: true)
    let cost = try #require(comparison.costs["test.token"])
    #expect(cost.before != nil)
    #expect(cost.after.databaseBytes > 0)
  }

  @Test func aRevisionThatIsNotThereIsAFault() throws {
    let revision = RuleRevision("git:no-such-revision")
    #expect(revision.loaded.hasErrors)
    #expect(RuleRevision("git:--output=x").loaded.hasErrors)
  }
}

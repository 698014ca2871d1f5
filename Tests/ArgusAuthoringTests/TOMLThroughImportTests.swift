import ArgusAuthoring
import ArgusRules
import Testing

/// The TOML reader, through the only door it has.
@Suite struct TOMLThroughImportTests {
  private func convert(_ text: String) throws -> ImportReport {
    try RuleImporter(from: .gitleaks).convert([(name: "x.toml", bytes: Array(text.utf8))], pack: "x")
  }

  @Test func everyKindOfStringAndKeyIsRead() throws {
    let report = try convert(
      """
      # a comment
      "title" = "x" # behind a value
      [ "extend" ]
      useDefault = true
      [[ rules ]]
      'id' = "from-\\u0061"
      regex = '''
      abcd_[0-9]{3}''''
      entropy = 1_0e-1
      tags = [
        "one", # with a comment
        'two',
      ]
      allowlist.regexes = [\"\"\"a\\
           b\"\"\"]
      [[rules]]
      id = "second"\r
      regex = "abce_[0-9]{3}"
      allowlists = [{ stopwords = ["x1"], condition = "OR" }, { regexes = ["y"] }]
      created = 2024-01-02T03:04:05Z
      """)
    #expect(report.faults.isEmpty)
    let first = try #require(report.entries.first?.rule)
    #expect(report.entries.map(\.sourceID) == ["from-a", "second"])
    #expect(first.patterns.map(\.source) == ["abcd_[0-9]{3}'"])
    #expect(first.tags == ["one", "two"])
    #expect(first.allow.patterns.map(\.source) == ["ab"])
    #expect(report.entries.map(\.location.line) == [5, 16])
    #expect(report.entries.last?.notes.contains { $0.key == "created" } == true)
  }

  @Test(arguments: [
    ("a = 1\na = 2", 2), ("[a]\n[a]", 2), ("[[a]]\n[a]", 2), ("a = 'x", 1), (#"a = "\q""#, 1), ("a = '''x", 1),
    ("a = [1", 1), ("a = {b = 1", 1), ("a", 1), ("= 1", 1), ("a = ", 1), ("a = 1 2", 1), ("a = word", 1), ("[a", 1),
    ("a = 1\n[a.b]", 2), (#"a = "\ud800""#, 1),
  ])
  func whatIsNoTOMLIsRefusedWithItsLine(_ text: String, _ line: Int) throws {
    let report = try convert(text)
    #expect(report.faults.map(\.code) == ["AR0501"])
    #expect(report.faults.first?.location?.line == line)
  }

  @Test func deepValuesAreRefused() throws {
    let deep = "a = " + String(repeating: "[", count: 100_000)
    #expect(try convert(deep).faults.first?.message.contains("nested more than 32 deep") == true)
  }
}

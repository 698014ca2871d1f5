import ArgusKit
import Testing

@Suite struct VocabularyTests {
  @Test func actionsAndSeveritiesAreOrderedFromWeakToStrong() {
    #expect(Action.allCases.sorted() == [.log, .alert, .redact, .block])
    #expect(Severity.allCases.sorted() == [.info, .warning, .high, .critical])
    #expect(Confidence.allCases.sorted() == [.low, .medium, .high])
  }

  @Test(arguments: [
    ("abc", "****"), ("abcdefgh", "ab****"), ("abcdefghijklmnopqrstuvwxyz", "abcd****"), ("", "****"),
    ("\u{1B}[31mabcdefghijkl", "·[31****"),
  ])
  func previewsShowAtMostAQuarterAndFourCharacters(value: String, expected: String) {
    #expect(ValuePreview.mask(Sensitive(value)) == expected)
  }

  @Test(arguments: [
    ("*", "", true), ("*", "anything/at all", true), ("a*c", "abc", true), ("a*c", "abcd", false), ("a?c", "abc", true),
    ("a?c", "ac", false), ("", "", true), ("", "a", false), ("**a**", "bab", true),
    ("messages[*].content*", "messages[12].content[0].text", true),
    ("*.lock", "dir/Cargo.lock", true), ("*.lock", "Cargo.lock.txt", false),
  ])
  func globsMatchTheWholeText(pattern: String, text: String, expected: Bool) {
    #expect(Glob.matches(pattern, text) == expected)
  }

  @Test func aHostileGlobTakesBoundedTime() {
    // Exponential matchers need 2^40 steps here; this one needs at most pattern × text.
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(!Glob.matches(pattern, String(repeating: "a", count: 5_000)))
  }

  @Test func anAllowlistKnowsCategoriesAndTheCommonEntry() {
    let list = AllowlistMatcher(values: ["secrets": ["AKIA*"], "*": ["example"]], paths: ["test/*"])
    #expect(list.allows(value: Sensitive("AKIA123"), detector: "secrets"))
    #expect(!list.allows(value: Sensitive("AKIA123"), detector: "pii"))
    #expect(list.allows(value: Sensitive("example"), detector: "pii"))
    #expect(list.allows(path: "test/a/b.txt"))
    #expect(!list.allows(path: "src/test/a"))
    #expect(!AllowlistMatcher().allows(value: Sensitive(""), detector: "secrets"))
  }

  @Test func spansAreHalfOpen() {
    let span = ByteSpan(start: 2, end: 5)
    #expect(span.count == 3)
    #expect(!span.overlaps(ByteSpan(start: 5, end: 6)))
    #expect(span.overlaps(ByteSpan(start: 4, end: 9)))
  }
}

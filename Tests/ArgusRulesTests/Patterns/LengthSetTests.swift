import ArgusRules
import Testing

@Suite struct LengthSetTests {
  private func lengths(_ pattern: String, _ selector: CaptureSelector = .automatic) -> LengthSet? {
    let place = SourceLocation(file: "test.yaml", line: 1, column: 1)
    return LengthSet.ofValue(in: RulePattern(source: pattern, location: place), selector)
  }

  @Test func aFixedPatternHasOneLength() throws {
    let found = try #require(lengths(#"\btok_[0-9]{16}\b"#))
    #expect((found.minimum, found.maximum) == (20, 20))
  }

  @Test func alternativesAreToldApart() throws {
    let found = try #require(lengths(#"\b(tok_(?:[0-9]{8}|[0-9]{12}))\b"#))
    #expect((8...20).filter(found.contains) == [12, 16])
  }

  @Test func theValueIsTheNamedGroupThenTheFirst() throws {
    #expect(lengths(#"(a+)(?<value>b{3})"#)?.maximum == 3)
    #expect(lengths(#"(ab)(c{5})"#)?.maximum == 2)
    #expect(lengths(#"(ab)(c{5})"#, .group(2))?.maximum == 5)
    #expect(lengths(#"(ab)(c{5})"#, .group(0))?.maximum == 7)
  }

  @Test func repeatedGroupsSkipLengths() throws {
    let found = try #require(lengths(#"(?:[0-9]{3}-){1,3}x"#))
    #expect((0...14).filter(found.contains) == [5, 9, 13])
  }

  @Test func anOpenRepeatHasNoBound() throws {
    let found = try #require(lengths("tok_[0-9]{4,}"))
    #expect(found.maximum == nil)
    #expect(!found.contains(7))
    #expect(found.contains(8))
    #expect(found.contains(100_000))
  }

  @Test func nestedRepeatsStayCheap() {
    #expect(lengths("(?:(?:a{1,100}b){1,100}c){1,100}") != nil)
    #expect(lengths("(?:(?:(?:(?:a{0,9}){0,4096}){0,4096}){0,4096}){65535}") != nil)
  }

  @Test func whatIsNotKnownIsNotSaid() {
    #expect(lengths(#"(a+)\1"#, .group(0)) == nil)
    #expect(lengths(#"(?|(a)|(bc))"#) == nil)
  }
}

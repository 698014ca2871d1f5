import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

@Suite struct ValueTests {
  private func values(_ pattern: String, _ selector: CaptureSelector, in text: String) throws -> [String] {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", pattern, value: selector)], packs: []), number: 1)
    let bytes = Array(text.utf8)
    return try generation.scan(FieldArena.of(text)).matches.map {
      String(decoding: bytes[$0.value.start..<$0.value.end], as: UTF8.self)
    }
  }

  @Test func theNamedGroupComesBeforeTheFirst() throws {
    #expect(try values("(k)=(?<value>v+)", .automatic, in: "k=vv") == ["vv"])
    #expect(try values("(k)=(v+)", .automatic, in: "k=vv") == ["k"])
    #expect(try values("k=v+", .automatic, in: "k=vv") == ["k=vv"])
  }

  @Test func aSelectorPicksItsGroup() throws {
    #expect(try values("(k)=(v+)", .group(2), in: "k=vv") == ["vv"])
    #expect(try values("(k)=(v+)", .group(0), in: "k=vv") == ["k=vv"])
    #expect(try values("(?<x>k)=(?<y>v+)", .named("y"), in: "k=vv") == ["vv"])
    #expect(try values("(?J)(?:a(?<x>1)|b(?<x>2))", .named("x"), in: "a1 b2") == ["1", "2"])
  }

  @Test func aGroupThatTookNoPartLeavesTheWholeMatch() throws {
    #expect(try values("(?:(a)|b)c", .automatic, in: "ac bc") == ["a", "bc"])
  }

  @Test func matchesComeByFieldThenStartThenRule() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("b", "ab"), Rule.test("a", "[ab]{2}")], packs: []), number: 1)
    let report = try generation.scan(FieldArena.of("abab", "", "ab"))
    #expect(
      report.matches.map { [$0.field, $0.span.start, $0.rule] } == [
        [0, 0, 0], [0, 0, 1], [0, 2, 0], [0, 2, 1], [2, 0, 0], [2, 0, 1],
      ])
  }

  private func allows(_ generation: RulesetGeneration, _ rule: Int, _ value: String) -> Bool {
    generation.allowance(rule: rule, value: Array(value.utf8).span) == .allowed
  }

  @Test func allowPatternsAreSearchedInTheValue() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", "k\\w+", allow: ["EXAMPLE$", "^k0+$"]), Rule.test("s", "x")], packs: []), number: 1
    )
    #expect(allows(generation, 0, "kEXAMPLE"))
    #expect(allows(generation, 0, "k000"))
    #expect(!allows(generation, 0, "kEXAMPLES"))
    #expect(!allows(generation, 1, "x"))
    #expect(!allows(generation, 0, ""))
  }
}

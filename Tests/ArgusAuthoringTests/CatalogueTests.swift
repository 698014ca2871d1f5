import ArgusAuthoring
import ArgusKit
import ArgusMatcher
import ArgusRules
import Foundation
import Testing

@Suite struct CatalogueTests {
  private let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)

  private func load(_ text: String) -> RuleLoadResult {
    RulePackLoader().load(bytes: Array(text.utf8), file: "pack.yaml")
  }

  @Test func aNewPackIsRightAsItIsWritten() throws {
    let text = PackSkeleton.text(pack: "acme.tokens", rule: "acme.deploy-token")
    let report = try PackLinter(environment: [:], executable: nil).lint(bytes: Array(text.utf8), file: "acme.yaml")
    #expect(report.diagnostics.map(\.oneLine) == [])
    #expect(report.rules.map(\.id) == ["acme.deploy-token"])
  }

  /// What `rules show` prints is the rule: it loads to one of the same meaning with the same examples.
  @Test func aShownRuleCanBePutIntoAPack() throws {
    let rules = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "rules")
    let shipped = RulePackLoader().load(paths: [rules.path])
    #expect(shipped.ruleSet.rules.count > 400)
    var text = "schema: argus.rules/v1\npack: {id: copy, version: 1.0.0}\nrules:\n"
    for rule in shipped.ruleSet.rules {
      text += RuleCard(rule: rule, assignments: [], faults: []).yaml.split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .map { "  \($0)\n" }.joined()
    }
    let copy = load(text)
    #expect(copy.diagnostics.map(\.oneLine) == [])
    #expect(copy.ruleSet.digest == shipped.ruleSet.digest)
    for (left, right) in zip(copy.ruleSet.rules, shipped.ruleSet.rules) {
      #expect(left.examples.match.map(\.text) == right.examples.match.map(\.text))
      #expect(left.examples.match.map(\.value) == right.examples.match.map(\.value))
      #expect(left.examples.noMatch.map(\.text) == right.examples.noMatch.map(\.text))
      #expect(left.examples.noMatch.map(\.why) == right.examples.noMatch.map(\.why))
      #expect((left.name, left.description) == (right.name, right.description))
      #expect((left.tags, left.references) == (right.tags, right.references))
    }
  }

  @Test func aCardTellsTheOverridesThatMadeTheRuleWhatItIs() throws {
    let loaded = load(PackSkeleton.text(pack: "a.b", rule: "a.c") + "overrides:\n  - {id: a.c, mode: shadow}\n")
    let card = try #require(try RuleCard.find("a.c", in: loaded, builder: builder))
    let line = try #require(loaded.ruleSet.rules.first?.places.overrides.first?.line)
    #expect(card.yaml.contains("# changed by the override at pack.yaml:\(line):"))
    #expect(card.yaml.contains("mode: shadow"))
    #expect(card.yaml.contains("# the pattern: automaton tier, 38 to 40 bytes"))
    #expect(try RuleCard.find("a.d", in: loaded, builder: builder) == nil)
  }

  @Test func aListIsFilteredByEveryPartThatIsGiven() throws {
    let loaded = load(
      PackSkeleton.text(pack: "a.b", rule: "a.c").replacing("severity: high", with: "severity: info"))
    let built = try builder.build(loaded, number: 1)
    func count(_ change: (inout RuleCatalogue.Filter) -> Void) -> Int {
      var filter = RuleCatalogue.Filter()
      change(&filter)
      return RuleCatalogue(loaded.ruleSet, built.generation.assignments, filter: filter).entries.count
    }
    #expect(count { _ in } == 1)
    #expect(count { $0.severities = [.info, .high] } == 1)
    #expect(count { $0.severities = [.critical] } == 0)
    #expect(
      count {
        $0.tiers = [.automaton]; $0.packs = ["a.b"]
      } == 1)
    #expect(count { $0.tags = ["none"] } == 0)
  }

  @Test func aListIsATableForEveryReader() throws {
    let text = PackSkeleton.text(pack: "a.b", rule: "a.c").replacing("name: Example token", with: "name: '=\"x, y\"|'")
    let loaded = load(text)
    let catalogue = RuleCatalogue(loaded.ruleSet, [])
    #expect(catalogue.csv.contains("a.c,a_c,\"'=\"\"x, y\"\"|\",secrets"))
    #expect(catalogue.markdown.contains("| `a.c` | =\"x, y\"\\| |"))
    #expect(catalogue.jsonLines.hasSuffix("}\n"))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(catalogue.json.utf8)) }
  }
}

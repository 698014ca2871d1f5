import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

/// What is compressed has no bytes of its own in the body, so all values in it stand at the same place.
@Suite struct CompressedValuesTests {
  private let values = (0..<3).map { "CANARY-7F3K9Q2\($0)" }

  private func outcome(_ text: String, _ rules: [Rule] = [TestRules.canary]) throws -> InspectionOutcome {
    try TestRules.inspector(rules).inspect("see \(Encoder.gzip.encode(text)) there", type: "text/plain")
  }

  @Test func eachValueIsAFindingOfItsOwn() throws {
    let found = try outcome("a \(values[0]) b \(values[1]) c \(values[2])").decision.findings
    #expect(Set(found.map(\.matchedValue)) == Set(values.map(Sensitive.init)))
    #expect(found.map(\.occurrences.count) == [1, 1, 1])
    #expect(Set(found.flatMap(\.occurrences).map(\.span)).count == 1)
  }

  @Test func copiesOfOneValueAreOnePlace() throws {
    let found = try outcome(String(repeating: "\(values[0])\n", count: 150)).decision.findings
    #expect(found.map(\.occurrences.count) == [1])
  }

  @Test func aValueOfAnotherRuleIsNotItsRival() throws {
    let other = TestRules.rule("test.other", "OTHER-[0-9]{4}", severity: .high)
    let found = try outcome("\(values[0]) OTHER-0042", [TestRules.canary, other]).decision.findings
    #expect(Set(found.map(\.ruleID)) == ["test.canary", "test.other"])
  }

  @Test func manyValuesAreBounded() throws {
    let text = (0..<3_000).map { "CANARY-7F3K\($0 + 1_000)" }.joined(separator: "\n")
    #expect(try outcome(text).decision.findings.count == 1_000)
  }
}

import ArgusInspection
import ArgusKit
import Testing

@Suite struct BlockExplanationTests {
  private let blocking = InspectionSettings(policy: Policy(entries: [.init(action: .block)]))

  @Test func namesTypePlaceRuleAndCommand() throws {
    let outcome = try TestRules.inspector(settings: blocking).inspect("{\"a\":\"\(canary)\",\"b\":\"\(canary)\"}")
    #expect(
      BlockExplanation(outcome).text
        == "Argus blocked this request. It contains canary at a and 1 more place (rule test.canary). "
        + "No part of it was sent. To see the rule: argusd rules show test.canary")
  }

  @Test func neverHoldsAValue() throws {
    let text = "{\"\(canary)\":\"\(canary)\",\"x\":{\"\(canary)\":[\"\(canary)\"]}}"
    let outcome = try TestRules.inspector(settings: blocking).inspect(text, query: "q=\(canary)")
    #expect(!BlockExplanation(outcome).text.contains(canary))
    #expect(!"\(outcome)".contains(canary))
  }

  @Test func saysWhyABodyCannotBeRead() throws {
    let outcome = try TestRules.inspector().inspectUninspectable(
      reason: "unknown coding", subject: InspectionSubject(provider: .openai))
    #expect(
      BlockExplanation(outcome).text
        == "Argus blocked this request: its body cannot be inspected (unknown coding). No part of it was sent.")
  }

  @Test func countsWhatItDoesNotName() throws {
    let values = (0..<8).map { "\"CANARY-0000000\($0)\"" }.joined(separator: ",")
    let text = BlockExplanation(try TestRules.inspector(settings: blocking).inspect("[\(values)]")).text
    #expect(text.contains("; and 3 more."))
  }
}

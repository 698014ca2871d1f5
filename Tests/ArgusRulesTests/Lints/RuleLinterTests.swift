import ArgusRules
import Testing

@Suite struct RuleLinterTests {
  @Test func rulesThatAreOffAreLeftAlone() {
    #expect(lint(SamplePack.rule(pattern: "[a-z]{8}", "mode: off")) == [])
  }

  @Test func lintsAreWarningsAndNotesNeverErrors() {
    let found = lint(SamplePack.rule(pattern: "[a-z]{8}.*"))
    #expect(found.contains { $0.code == "AR0101" && $0.severity == .warning })
    #expect(found.contains { $0.code == "AR0105" && $0.severity == .note })
    #expect(!found.contains { $0.severity == .error })
    #expect(found.allSatisfy { $0.ruleID == "test.token" && $0.sourceLine != nil })
  }

  private func lint(_ text: String) -> [Diagnostic] {
    let result = RulePackLoader().load(bytes: Array(text.utf8), file: "pack.yaml")
    return RuleLinter().lint(result.ruleSet, sources: result.sources)
  }
}

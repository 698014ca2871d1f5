import ArgusRules
import Foundation
import Testing

@Suite struct GoldenDiagnosticsTests {
  @Test(arguments: try ProjectTree.fixtureNames(in: "load"))
  func loadingAPackSaysWhatIsWrong(_ name: String) throws {
    let directory = ProjectTree.fixtures.appending(path: "load")
    let bytes = try ProjectTree.bytes(directory.appending(path: name + ".yaml"))
    let result = RulePackLoader().load(bytes: bytes, file: name + ".yaml")
    try Golden.expect(report(result.diagnostics, result), equals: directory.appending(path: name + ".expected"))
  }

  @Test(arguments: try ProjectTree.fixtureNames(in: "lint"))
  func lintingARuleSaysWhatCouldBeBetter(_ name: String) throws {
    let directory = ProjectTree.fixtures.appending(path: "lint")
    let bytes = try ProjectTree.bytes(directory.appending(path: name + ".yaml"))
    let result = RulePackLoader().load(bytes: bytes, file: name + ".yaml")
    #expect(result.diagnostics.isEmpty, "a fixture for the linter loads without faults")
    let found = RuleLinter().lint(result.ruleSet, sources: result.sources)
    try Golden.expect(report(found, result), equals: directory.appending(path: name + ".expected"))
  }

  @Test func everyCodeThatOneFileCanCauseHasAFixture() throws {
    // These need a file system, gigantic input, more than one file or an engine; their tests stand beside the loader's
    // and in the authoring room.
    let elsewhere: Set<DiagnosticCode> = [
      .unreadableFile, .fileTooLarge, .tooManyDiagnostics, .noPacks, .duplicatePack, .tooManyRules, .tooManyFiles,
      .explodingRepeat, .fallbackTier,
    ]
    var expected = ""
    for directory in ["load", "lint"] {
      for name in try ProjectTree.fixtureNames(in: directory) {
        let url = ProjectTree.fixtures.appending(path: "\(directory)/\(name).expected")
        expected += try String(decoding: ProjectTree.bytes(url), as: UTF8.self)
      }
    }
    for code in DiagnosticCode.allCases where !elsewhere.contains(code) {
      #expect(expected.contains(code.identifier()), "no fixture shows \(code)")
    }
  }

  /// The diagnostics as people see them, and what became of the rules.
  private func report(_ diagnostics: [Diagnostic], _ result: RuleLoadResult) -> String {
    let shown = diagnostics.map { $0.rendered() + "\n" }.joined()
    let loaded = result.ruleSet.rules.map(\.id).joined(separator: ", ")
    let rejected = result.rejectedRules.joined(separator: ", ")
    return shown + """
      ---
      loaded: \(loaded)
      rejected: \(rejected)
      unreadable file: \(result.hasUnreadableFile)

      """
  }
}

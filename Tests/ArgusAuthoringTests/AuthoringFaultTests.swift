import ArgusAuthoring
import ArgusRules
import Foundation
import Testing

/// Faults that authors make, each with what the linter tells them: a code, a place with a caret, and a way out.
@Suite struct AuthoringFaultTests {
  /// Fixture and the codes that name its fault. Those that begin with `d4` are faults that other tools were seen to
  /// accept silently, or to answer by refusing every other rule, too.
  static let faults: KeyValuePairs<String, [String]> = [
    "d4-1-lookahead-beside-a-good-rule": [],
    "d4-2-repeat-no-automaton-holds": ["AR0109"],
    "d4-3-misspelled-field": ["AR0020"],
    "d4-4-two-rules-with-one-id": ["AR0041"],
    "d4-5-gap-across-the-file": ["AR0103"],
    "d4-6-examples-that-do-not-hold": ["AR0128", "AR0401", "AR0402"],
    "d4-7-rule-without-examples": ["AR0046"],
    "own-01-pattern-that-does-not-compile": ["AR0301"],
    "own-02-value-names-a-missing-group": ["AR0303"],
    "own-03-pattern-matches-the-empty-string": ["AR0302"],
    "own-04-nested-repeats": ["AR0132"],
    "own-05-neighbouring-repeats": ["AR0132"],
    "own-06-no-automaton-holds-the-pattern": ["AR0133"],
    "own-07-another-value-than-the-example-says": ["AR0403"],
    "own-08-check-that-no-value-passes": ["AR0121"],
    "own-09-pattern-in-double-quotes": ["AR0124"],
    "own-10-unknown-escape-in-double-quotes": ["AR0005"],
    "own-11-value-group-left-out": ["AR0120"],
    "own-12-context-in-the-match": ["AR0123"],
    "own-13-unescaped-dot": ["AR0130"],
    "own-14-allow-pattern-that-allows-everything": ["AR0302"],
    "own-15-anchored-at-the-beginning": ["AR0127"],
  ]

  @Test(arguments: faults.map(\.key))
  func anAuthorIsToldWhatIsWrongWhereAndWhatToDo(_ name: String) throws {
    let url = Fixture.directory.appending(path: "faults/\(name).yaml")
    let linter = PackLinter(environment: [:], executable: nil)
    let report = try linter.lint(bytes: [UInt8](Data(contentsOf: url)), file: name + ".yaml")
    let text = report.diagnostics.map { $0.rendered() + "\n" }.joined() + "---\n" + report.summary + "\n"
    try Fixture.expect(text, equals: "faults/\(name).expected")
    let codes = try #require(Self.faults.first { $0.key == name }?.value)
    #expect(Set(codes).isSubset(of: report.diagnostics.map(\.code)))
    for diagnostic in report.diagnostics where codes.contains(diagnostic.code) {
      #expect(diagnostic.location != nil && diagnostic.sourceLine != nil && diagnostic.hint != nil, "\(diagnostic)")
    }
  }

  @Test func everyFixtureIsListed() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Fixture.directory.appending(path: "faults").path)
    let names = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    #expect(Set(names) == Set(Self.faults.map(\.key)))
  }

  @Test func aFaultOfOneRuleLeavesTheOthersLive() throws {
    for name in ["d4-1-lookahead-beside-a-good-rule", "d4-2-repeat-no-automaton-holds", "d4-3-misspelled-field"] {
      let url = Fixture.directory.appending(path: "faults/\(name).yaml")
      let report = try PackLinter(environment: [:], executable: nil)
        .lint(bytes: [UInt8](Data(contentsOf: url)), file: name)
      #expect(report.rules.contains { $0.id == "acme.good" }, "\(name)")
    }
  }
}

/// This is the way to the checked-in texts of these tests; with `ARGUS_UPDATE_GOLDEN=1` they are rewritten.
enum Fixture {
  static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static func expect(_ text: String, equals path: String, sourceLocation: Testing.SourceLocation = #_sourceLocation)
    throws
  {
    let url = directory.appending(path: path)
    if ProcessInfo.processInfo.environment["ARGUS_UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: url)
      return
    }
    let golden = try String(decoding: Data(contentsOf: url), as: UTF8.self)
    #expect(text == golden, "\(path)", sourceLocation: sourceLocation)
  }
}

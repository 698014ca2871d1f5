import ArgusAuthoring
import ArgusRules
import Foundation
import Testing

@Suite struct RuleImporterTests {
  static let fixtures: [(source: RuleImporter.Source, file: String)] = [
    (.gitleaks, "gitleaks.toml"), (.kingfisher, "kingfisher.yaml"), (.noseyparker, "noseyparker.yml"),
  ]

  private func convert(_ source: RuleImporter.Source, _ bytes: [UInt8], _ file: String) throws -> ImportReport {
    try RuleImporter(from: source).convert([(name: file, bytes: bytes)], pack: "imported.\(source.rawValue)")
  }

  private func bytes(_ file: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Fixture.directory.appending(path: "import/\(file)")))
  }

  @Test(arguments: fixtures)
  func aForeignFileBecomesAPackAndAReportOfWhatItLost(_ source: RuleImporter.Source, _ file: String) throws {
    let report = try convert(source, bytes(file), file)
    try Fixture.expect(report.yaml, equals: "import/\(file).pack")
    try Fixture.expect(report.text, equals: "import/\(file).report")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(report.json.utf8)) }
  }

  @Test(arguments: fixtures)
  func theResultLoadsAndItsExamplesHold(_ source: RuleImporter.Source, _ file: String) throws {
    let report = try convert(source, bytes(file), file)
    let linted = try PackLinter(environment: [:], executable: nil).lint(bytes: Array(report.yaml.utf8), file: "x.yaml")
    #expect(linted.diagnostics.filter { $0.severity == .error }.map(\.oneLine) == [])
    let loaded = RulePackLoader().load(bytes: Array(report.yaml.utf8), file: "x.yaml")
    #expect(loaded.ruleSet.rules.map(\.id) == report.entries.filter { $0.rule != nil }.map(\.id))
  }

  @Test func aRuleWithoutExamplesNeverActs() throws {
    let report = try convert(.gitleaks, bytes("gitleaks.toml"), "gitleaks.toml")
    #expect(report.entries.compactMap(\.rule).allSatisfy { $0.mode != .live })
  }

  @Test func everyRuleThatWasLeftOutIsInTheReportWithItsReason() throws {
    for (source, file) in Self.fixtures {
      let report = try convert(source, bytes(file), file)
      for entry in report.leftOut {
        let reason = try #require(entry.obstacle)
        #expect(report.text.contains("\(entry.id): left out: \(reason)"))
        #expect(report.yaml.contains("# left out: \(entry.id)"))
      }
      #expect(report.carriedCount + report.leftOut.count == report.entries.count)
    }
  }

  @Test func twoRulesWithOneIDAreBothKept() throws {
    let text =
      "[[rules]]\nid = 'a-b'\nregex = '''abcd_[0-9]{9}'''\n[[rules]]\nid = 'A b'\nregex = '''abce_[0-9]{9}'''\n"
    let report = try convert(.gitleaks, Array(text.utf8), "x.toml")
    #expect(report.entries.map(\.id) == ["gitleaks.a-b", "gitleaks.a-b-2"])
  }

  @Test func aRuleWhoseValueAnotherRuleReportsKeepsItsExample() throws {
    let text = """
      rules:
        - {id: acme.key, name: a, pattern: '\\b(acme_[0-9a-f]{16})\\b', examples: ['acme_0123456789abcdef']}
        - {id: acme.word, name: b, pattern: '(acme_[0-9a-f]{8,16})', examples: ['acme_0123456789abcdef']}
      """
    let report = try convert(.noseyparker, Array(text.utf8), "x.yml")
    #expect(report.entries.compactMap(\.rule).map(\.mode) == [.live, .live])
    #expect(report.entries.compactMap(\.rule).map(\.examples.match.count) == [1, 1])
    let yaml = Array(report.yaml.utf8)
    let linted = try PackLinter(environment: [:], executable: nil).lint(bytes: yaml, file: "x.yaml")
    #expect(linted.diagnostics.filter { $0.severity == .error }.map(\.oneLine) == [])
  }

  @Test func aRuleThatNoPackMayHaveIsLeftOut() throws {
    let text = "[[rules]]\nid = 'a'\nregex = \"key\\u0000_[0-9]{8}\"\n[[rules]]\nid = 'b'\nregex = 'key_[0-9]{8}'\n"
    let report = try convert(.gitleaks, Array(text.utf8), "x.toml")
    #expect(report.leftOut.map(\.id) == ["gitleaks.a"])
    #expect(report.leftOut.first?.obstacle == "the pattern contains a NUL byte")
    let loaded = RulePackLoader().load(bytes: Array(report.yaml.utf8), file: "x.yaml")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.oneLine) == [])
    #expect(loaded.ruleSet.rules.map(\.id) == ["gitleaks.b"])
  }

  @Test func whatIsNoTOMLIsToldWithItsPlace() throws {
    let report = try convert(.gitleaks, Array("[[rules]]\nid = \n".utf8), "x.toml")
    #expect(report.faults.map(\.code) == ["AR0501"])
    #expect(report.faults.first?.location?.line == 2)
  }

  /// Bytes that were changed at random are converted or refused, and what is converted loads.
  @Test(arguments: fixtures)
  func damagedFilesAreRefusedOrConvertedToSomethingThatLoads(_ source: RuleImporter.Source, _ file: String) throws {
    let whole = try bytes(file)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 0x09...0x7E, using: &generator)
        case 1: damaged.remove(at: place)
        default: damaged.insert(contentsOf: damaged[place...].prefix(20), at: place)
        }
      }
      let report = try convert(source, damaged, file)
      guard report.faults.isEmpty, report.carriedCount > 0 else { continue }
      let loaded = RulePackLoader().load(bytes: Array(report.yaml.utf8), file: "x.yaml")
      let text = String(decoding: damaged, as: UTF8.self)
      #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.oneLine) == [], "\(text)")
    }
  }
}

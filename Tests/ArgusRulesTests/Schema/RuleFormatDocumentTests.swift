import ArgusRules
import Foundation
import Testing

/// The document for authors and the code say the same.
@Suite struct RuleFormatDocumentTests {
  @Test func everyDiagnosticCodeIsExplained() throws {
    let document = try text()
    for code in DiagnosticCode.allCases {
      #expect(document.contains("### \(code.identifier()) \(code.title)"), "\(code)")
      #expect(document.contains(code.paragraph), "\(code)")
    }
  }

  @Test func everyKeyIsDescribed() throws {
    let document = try text()
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(RulePackSchema.json().utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    for definition in definitions.values {
      let properties = try #require(definition["properties"] as? [String: Any])
      for key in properties.keys { #expect(document.contains("`\(key)`"), "\(key)") }
    }
  }

  @Test func theExamplePackOfTheDocumentLoadsWithoutAFault() throws {
    let document = try text()
    let parts = document.components(separatedBy: "```yaml\nschema:")
    let example = try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
    let result = RulePackLoader().load(bytes: Array(("schema:" + example).utf8), file: "example.yaml")
    #expect(result.diagnostics.map(\.oneLine) == [])
    #expect(!result.ruleSet.rules.isEmpty)
  }

  @Test func theTablesOfKeysAreThoseOfTheReader() throws {
    let document = try text()
    let begin = "<!-- keys: written by the tests with ARGUS_UPDATE_GOLDEN=1 -->\n"
    let end = "<!-- /keys -->"
    let start = try #require(document.range(of: begin)).upperBound
    let stop = try #require(document.range(of: end)).lowerBound
    let renewed = document.replacingCharacters(in: start..<stop, with: RuleFormatTables.markdown())
    try Golden.expect(renewed, equals: ProjectTree.root.appending(path: "docs/rule-format.md"))
  }

  private func text() throws -> String {
    try String(decoding: ProjectTree.bytes(ProjectTree.root.appending(path: "docs/rule-format.md")), as: UTF8.self)
  }
}

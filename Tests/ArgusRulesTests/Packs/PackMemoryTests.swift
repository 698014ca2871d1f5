import ArgusRules
import FoundationEssentials
import Testing

/// A loader that remembers says what one without memory says.
@Suite struct PackMemoryTests {
  private let root =
    FileManager.default.temporaryDirectory.appending(path: "argus-memory-\(UInt64.random(in: 0...UInt64.max))")
  private let memory = PackMemory()

  init() throws { try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true) }

  private func write(_ name: String, id: String, pattern: String = "abc", severity: String = "severity") throws {
    let text = """
      schema: argus.rules/v1
      pack: {id: pack.\(name), version: 1.0.0}
      rules:
        - id: \(id)
          \(severity): high
          category: custom
          pattern: '\(pattern)'
          examples: {match: [{text: abc}], no_match: [{text: x, why: y}]}
      """
    try Data(text.utf8).write(to: root.appending(path: name + ".yaml"))
  }

  /// Loads with and without memory, demands the same, and returns it.
  private func load() -> RuleLoadResult {
    let remembered = RulePackLoader(memory: memory).load(paths: [root.path])
    let anew = RulePackLoader().load(paths: [root.path])
    #expect(remembered.ruleSet.rules == anew.ruleSet.rules)
    #expect(remembered.ruleSet.packs == anew.ruleSet.packs)
    #expect(remembered.ruleSet.digest == anew.ruleSet.digest)
    #expect(remembered.diagnostics == anew.diagnostics)
    #expect(remembered.rejectedRules == anew.rejectedRules)
    #expect(remembered.hasUnreadableFile == anew.hasUnreadableFile)
    for rule in anew.ruleSet.rules {
      #expect(remembered.sources.line(at: rule.location) == anew.sources.line(at: rule.location))
    }
    return remembered
  }

  @Test func anUnchangedFileIsReadAsBefore() throws {
    try write("a", id: "first")
    try write("b", id: "second")
    #expect(load().ruleSet.rules.map(\.id) == ["first", "second"])
    #expect(load().ruleSet.rules.map(\.id) == ["first", "second"])
  }

  @Test func anEditIsSeenEvenIfTheFileKeepsItsLength() throws {
    try write("a", id: "first", pattern: "abc")
    #expect(load().ruleSet.rules.map { $0.patterns[0].source } == ["abc"])
    try write("a", id: "first", pattern: "abd")
    #expect(load().ruleSet.rules.map { $0.patterns[0].source } == ["abd"])
  }

  @Test func faultsAreToldAtEveryLoad() throws {
    try write("a", id: "first")
    try write("b", id: "first")
    #expect(load().diagnostics.map(\.code) == ["AR0041"])
    #expect(load().diagnostics.map(\.code) == ["AR0041"])
    try write("b", id: "second", severity: "severty")
    let faults = load().diagnostics.map(\.code)
    #expect(!faults.isEmpty)
    #expect(load().diagnostics.map(\.code) == faults)
  }

  @Test func aFileThatIsGoneIsForgotten() throws {
    try write("a", id: "first")
    try write("b", id: "second")
    _ = load()
    try FileManager.default.removeItem(at: root.appending(path: "a.yaml"))
    #expect(load().ruleSet.rules.map(\.id) == ["second"])
    try write("a", id: "third")
    #expect(load().ruleSet.rules.map(\.id) == ["third", "second"])
  }
}

import ArgusAuthoring
import ArgusMatcher
import ArgusRules
import FoundationEssentials
import Testing

/// When examples are run, and when an earlier run counts. What tells the two apart is a pack whose example fails beside
/// a note that says it holds.
@Suite struct ExampleProofTests {
  private let directory =
    FileManager.default.temporaryDirectory.path + "/argus-proof-\(UInt64.random(in: 0...UInt64.max))"

  private func builder(_ program: String = "this") -> GenerationBuilder {
    GenerationBuilder(environment: ["ARGUS_CACHE_DIR": directory], executable: nil, program: program)
  }

  private func pack(digits: Int = 8, example: String = "tok_12345678", checks: String = "") -> RuleLoadResult {
    let text = """
      schema: argus.rules/v1
      pack: {id: test.pack, version: 1.0.0}
      defaults: {category: secrets, severity: high}
      rules:
        - id: test.token
          name: Token
          pattern: '\\btok_([0-9]{\(digits)})\\b'
          \(checks)
          examples:
            match: [{text: 'a \(example) b'}]
            no_match: [{text: 'a tok_1 b', why: one digit}]
      """
    return RulePackLoader().load(bytes: Array(text.utf8), file: "test.yaml")
  }

  private func failures(
    _ loaded: RuleLoadResult, program: String = "this", provesAnew: Bool = false
  ) throws -> [String] {
    try builder(program).build(loaded, number: 1, provesAnew: provesAnew).examples.failures.map(\.code)
  }

  private func proofs() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".proof") }
  }

  /// Writes what a run of this program would have left, had the examples of `loaded` held.
  private func forge(_ loaded: RuleLoadResult, mode: Int = 0o600, content: String? = nil) throws {
    let digest = RuleSetDigest.ofExamples(loaded.ruleSet.rules, program: "this").hexadecimal
    let file = directory + "/" + digest + ".proof"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data((content ?? "argus.examples/1 \(digest)\n").utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
  }

  @Test func examplesThatHeldAreNotRunAgain() throws {
    let failing = pack(example: "tok_123")
    #expect(try failures(failing) == ["AR0401"])
    try forge(failing)
    #expect(try failures(failing) == [])
    #expect(try builder().build(failing, number: 1).examples.exampleCount == 2)
  }

  @Test func whoAsksForAProofGetsOne() throws {
    let failing = pack(example: "tok_123")
    try forge(failing)
    #expect(try failures(failing, provesAnew: true) == ["AR0401"])
  }

  @Test func anotherBuildOfTheProgramRunsThem() throws {
    let failing = pack(example: "tok_123")
    try forge(failing)
    #expect(try failures(failing, program: "other") == ["AR0401"])
  }

  @Test func aChangedRuleOrExampleOrCheckRunsThem() throws {
    try forge(pack(digits: 8))
    #expect(try failures(pack(digits: 9)) == ["AR0401"])
    #expect(try failures(pack(example: "tok_1")) == ["AR0401"])
    #expect(try failures(pack(checks: "checks: [{length: {min: 9}}]")) == ["AR0401"])
  }

  @Test func aChangedRuleBesideThemRunsThem() throws {
    var loaded = pack()
    try forge(loaded)
    // A stronger rule takes the near miss' place: what the first rule's examples show is not its affair alone.
    var other = loaded.ruleSet.rules[0]
    other.id = "test.other"
    other.examples = RuleExamples(
      match: [.init(text: "nothing", value: nil, location: other.location)], noMatch: other.examples.noMatch)
    loaded.ruleSet = RuleSet(rules: loaded.ruleSet.rules + [other], packs: [])
    #expect(try failures(loaded) == ["AR0401"])
  }

  @Test(arguments: [0o620, 0o602])
  func aNoteThatOthersMayWriteIsWorthNothing(mode: Int) throws {
    let failing = pack(example: "tok_123")
    try forge(failing, mode: mode)
    #expect(try failures(failing) == ["AR0401"])
  }

  @Test(arguments: ["", "argus.examples/1 ", "argus.examples/1 0000\n"])
  func aNoteThatSaysSomethingElseIsWorthNothing(content: String) throws {
    let failing = pack(example: "tok_123")
    try forge(failing, content: content)
    #expect(try failures(failing) == ["AR0401"])
  }

  @Test func onlySuccessIsRemembered() throws {
    #expect(try failures(pack(example: "tok_123")) == ["AR0401"])
    #expect(try failures(pack(example: "tok_123")) == ["AR0401"])
    #expect(try proofs().isEmpty)
    #expect(try failures(pack()) == [])
    #expect(try proofs().count == 1)
  }

  @Test func oldNotesAreRemoved() throws {
    for digits in 1...20 {
      #expect(try failures(pack(digits: digits, example: "tok_" + String(repeating: "7", count: digits))).count <= 1)
    }
    #expect(try proofs().count == 16)
  }

  @Test func withoutACacheABuilderStillRemembersItsLastProof() throws {
    let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
    let first = try builder.build(pack(), number: 1)
    let second = try builder.build(pack(), number: 2, previous: first.generation)
    #expect(first.errors.isEmpty && second.errors.isEmpty && second.examples.exampleCount == 2)
  }
}

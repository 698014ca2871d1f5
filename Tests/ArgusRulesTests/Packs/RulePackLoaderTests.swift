import ArgusKit
import ArgusRules
import Foundation
import Testing

@Suite struct RulePackLoaderTests {
  @Test func everyKeyOfTheFormatReachesTheRule() throws {
    let result = load(SamplePack.complete)
    #expect(result.diagnostics == [])
    let rule = try #require(result.ruleSet.rules.last)
    #expect(rule.id == "test.full-rule")
    #expect(rule.type == "full_type")
    #expect(rule.name == "Full rule")
    #expect(rule.description == "Has everything.")
    #expect(rule.category == "custom")
    #expect(rule.severity == .critical)
    #expect(rule.confidence == .medium)
    #expect(rule.mode == .live)
    #expect(rule.action == .redact)
    #expect(rule.patterns.map(\.source) == ["(?<token>tok_[a-z]{8})"])
    #expect(rule.patterns.map(\.flags) == [[.caseless, .multiline, .dotall, .extended]])
    #expect(rule.value == .named("token"))
    #expect(rule.context == ContextRequirement(any: ["token", "key"], distance: .lines(3)))
    let companion = try #require(rule.requires.first)
    #expect(companion.rule == "test.plain")
    #expect(companion.within == 400)
    #expect(companion.isOptional)
    #expect(companion.raisesConfidenceTo == .high)
    #expect(
      rule.checks == [
        .entropy(min: 2.5), .length(min: 12, max: 12), .characters(digits: 0, upper: 0, lower: 3, special: 1),
        .checksum(.githubCRC32), .not(.init(words: ["example"], hashLike: true, uuid: true, placeholder: true)),
      ])
    #expect(
      rule.scope
        == RuleScope(
          directions: [.request, .mcp], includeFields: ["messages[*].content*"], excludeFields: ["tools[*].*"],
          includeFiles: ["*.env"], excludeFiles: ["*.lock"]))
    #expect(rule.allow.values == ["tok_zzzzzzzz", "plain"])
    #expect(rule.allow.patterns.map(\.source) == ["test$"])
    #expect(rule.allow.files == ["docs/**"])
    #expect(rule.references == ["https://example.com/token"])
    #expect(rule.tags == ["one", "two"])
    #expect(rule.examples.match.map(\.text) == ["x tok_abcdefgh"])
    #expect(rule.examples.match.map(\.value) == ["tok_abcdefgh"])
    #expect(rule.examples.noMatch.map(\.text) == ["tok_abc"])
    #expect(rule.examples.noMatch.map(\.why) == ["too short"])
    #expect(rule.pack == "test.complete")
    #expect(rule.location == ArgusRules.SourceLocation(file: "pack.yaml", line: 10, column: 9))
    #expect(result.ruleSet.packs.map(\.version) == ["2.1.0"])
    #expect(result.ruleSet.packs.map(\.license) == ["Apache-2.0"])
  }

  @Test func aRuleTakesWhatItDoesNotSayFromDefaultsAndOverrides() throws {
    let rule = try #require(load(SamplePack.complete).ruleSet.rules.first)
    #expect(rule.category == "secrets")
    #expect(rule.type == "test_plain")
    #expect(rule.name == "test.plain")
    #expect(rule.patterns.count == 2)
    // The override changes what the defaults gave.
    #expect(rule.severity == .warning)
    #expect(rule.confidence == .high)
    #expect(rule.mode == .live)
    #expect(rule.action == .block)
    #expect(rule.allow.values == ["never"])
  }

  @Test func aContextWithoutDistanceLooksEightyBytesAround() {
    let rule = load(SamplePack.rule("context: {any: [token]}")).ruleSet.rules.first
    #expect(rule?.context?.distance == .bytes(80))
  }

  @Test func aValueMayBeAGroupNumber() {
    #expect(load(SamplePack.rule("value: 0")).ruleSet.rules.first?.value == .group(0))
    #expect(load(SamplePack.rule("value: 1")).ruleSet.rules.first?.value == .group(1))
    #expect(load(SamplePack.rule()).ruleSet.rules.first?.value == .automatic)
  }

  @Test func directoriesAreReadSortedAndRecursivelyAndEachFileOnce() throws {
    try withDirectory { root in
      try write(SamplePack.rule(id: "b.rule"), root, "b.yaml")
      try write(SamplePack.rule(id: "a.rule", pattern: "aaaa_x"), root, "a.yml")
      try write(SamplePack.rule(id: "c.rule", pattern: "cccc_x"), root, "sub/deeper/c.yaml")
      try write("not a pack", root, "readme.md")
      try write("not a pack", root, ".hidden.yaml")
      try FileManager.default.createSymbolicLink(
        at: root.appending(path: "sub/loop"), withDestinationURL: root)
      let result = RulePackLoader().load(paths: [root.path, root.appending(path: "b.yaml").path])
      #expect(result.diagnostics == [])
      #expect(result.ruleSet.rules.map(\.id) == ["a.rule", "b.rule", "c.rule"])
      #expect(result.ruleSet.packs.count == 3)
    }
  }

  @Test func theSameIdInTwoPacksNamesBothPlaces() throws {
    try withDirectory { root in
      try write(SamplePack.rule(), root, "a.yaml")
      try write(SamplePack.rule(), root, "b.yaml")
      let result = RulePackLoader().load(paths: [root.path])
      let duplicate = try #require(first(.duplicateRule, of: result))
      #expect(duplicate.location?.file.hasSuffix("b.yaml") == true)
      #expect(duplicate.hint?.contains("a.yaml:4:9") == true)
      #expect(result.ruleSet.rules.count == 1)
      #expect(result.rejectedRules.first?.hasSuffix("b.yaml:4") == true)
      let pack = try #require(first(.duplicatePack, of: result))
      #expect(pack.severity == .warning)
      #expect(!result.hasUnreadableFile)
    }
  }

  @Test func anOverrideReplacesOrAddsEachPartAsTheFormatSays() throws {
    let rule = try #require(load(SamplePack.complete).ruleSet.rules.first { $0.id == "test.plain" })
    #expect(rule.context == ContextRequirement(any: ["vault"], distance: .bytes(80)))
    #expect(rule.checks == [.length(min: nil, max: 12)])
    #expect(rule.scope.directions == [.request])
    #expect(rule.tags == ["vault"])
    #expect(rule.places.checks.count == 1 && rule.places.overrides.count == 1)
  }

  @Test func overridesReachRulesOfEarlierPacksOnly() throws {
    try withDirectory { root in
      try write(SamplePack.rule(id: "early.rule"), root, "a.yaml")
      let override = "overrides:\n  - {id: early.rule, mode: off}\n  - {id: late.rule, mode: off}\n"
      try write(SamplePack.pack(override), root, "b.yaml")
      try write(SamplePack.rule(id: "late.rule", pattern: "late_x"), root, "c.yaml")
      let result = RulePackLoader().load(paths: [root.path])
      #expect(result.ruleSet.rules.map(\.mode) == [.off, .live])
      #expect(result.diagnostics.map(\.code) == [DiagnosticCode.unknownRule.identifier()])
    }
  }

  @Test func packsAreReadInTheCompanyTheyWillHaveAndNamedAsTheyWereAskedFor() throws {
    try withDirectory { root in
      try write(SamplePack.rule(id: "shipped.rule"), root, "a.yaml")
      try write(SamplePack.pack("overrides:\n  - {id: shipped.rule, mode: off}\n"), root, "b.yaml")
      let spelling = root.path + "/./b.yaml"
      let (result, files) = RulePackLoader().load(paths: [spelling], context: [root.path])
      #expect(result.diagnostics.map(\.oneLine) == [])
      #expect(files == [spelling])
      #expect(result.ruleSet.rules.map(\.mode) == [.off])
      #expect(result.ruleSet.packs.map(\.file) == [root.path + "/a.yaml", spelling])
    }
  }

  @Test func aMissingPathIsAnError() {
    let result = RulePackLoader().load(paths: ["/nonexistent/packs"])
    #expect(result.diagnostics.map(\.code) == [DiagnosticCode.unreadableFile.identifier()])
    #expect(result.diagnostics.first?.oneLine.hasPrefix("/nonexistent/packs:1:1: AR0001: ") == true)
    #expect(result.hasUnreadableFile)
    #expect(result.hasErrors)
  }

  @Test func aDirectoryWithoutPacksIsAnError() throws {
    try withDirectory { root in
      try write("nothing", root, "readme.txt")
      let result = RulePackLoader().load(paths: [root.path])
      #expect(result.diagnostics.map(\.code) == [DiagnosticCode.noPacks.identifier()])
      #expect(result.diagnostics.first?.oneLine.hasPrefix(root.path + ":1:1: AR0033: ") == true)
      #expect(result.hasUnreadableFile)
    }
  }

  @Test func aPipeIsRefusedInsteadOfWaitedFor() throws {
    try withDirectory { root in
      let pipe = root.appending(path: "pipe.yaml").path
      try #require(mkfifo(pipe, 0o600) == 0)
      let result = RulePackLoader().load(paths: [pipe])
      #expect(result.diagnostics.map(\.code) == [DiagnosticCode.unreadableFile.identifier()])
    }
  }

  @Test func aHugeFileIsRefusedByItsSizeWithoutReadingIt() throws {
    try withDirectory { root in
      let url = root.appending(path: "huge.yaml")
      try #require(FileManager.default.createFile(atPath: url.path, contents: nil))
      let handle = try FileHandle(forWritingTo: url)
      try handle.truncate(atOffset: 100 << 20)
      try handle.close()
      let result = RulePackLoader().load(paths: [url.path])
      #expect(result.diagnostics.map(\.code) == [DiagnosticCode.fileTooLarge.identifier()])
      #expect(result.diagnostics.first?.oneLine.hasPrefix(url.path + ":1:1: AR0002: ") == true)
      #expect(result.hasUnreadableFile)
    }
  }

  @Test func aDirectoryThatLiesTooDeepIsRefused() throws {
    try withDirectory { root in
      try write("x", root, Array(repeating: "d", count: 40).joined(separator: "/") + "/a.yaml")
      let result = RulePackLoader().load(paths: [root.path])
      #expect(result.diagnostics.map(\.code) == [DiagnosticCode.tooManyFiles.identifier()])
    }
  }

  @Test func aDirectoryOfTooManyPacksIsRefused() throws {
    try withDirectory { root in
      for number in 0...2_000 { try write("x", root, "\(number).yaml") }
      let result = RulePackLoader().load(paths: [root.path])
      #expect(result.diagnostics.map(\.code) == [DiagnosticCode.tooManyFiles.identifier()])
      #expect(result.hasUnreadableFile)
    }
  }

  @Test func rulesBeyondTheLimitAreRejectedAndNamed() throws {
    try withDirectory { root in
      for file in 0..<3 {
        let entries = (0..<3_400).map {
          "  - {id: r\(file).n\($0), pattern: x, examples: {match: [{text: x}], no_match: [{text: y}]}}\n"
        }
        let text = "defaults: {category: custom, severity: info}\nrules:\n" + entries.joined()
        try write(SamplePack.pack(id: "pack.n\(file)", text), root, "\(file).yaml")
      }
      let result = RulePackLoader().load(paths: [root.path])
      #expect(result.ruleSet.rules.count == 10_000)
      #expect(result.rejectedRules.count == 200)
      #expect(result.rejectedRules.first == "r2.n3200")
      #expect(Set(result.diagnostics.map(\.code)) == [DiagnosticCode.tooManyRules.identifier()])
    }
  }

  @Test func diagnosticsAreBoundedAndTheLastSaysHowManyAreLeftOut() {
    let broken = (0..<1_500).map { "  - {id: rule.n\($0)}\n" }.joined()
    let result = load(SamplePack.pack("rules:\n" + broken))
    #expect(result.diagnostics.count == DiagnosticCollector.limit + 1)
    #expect(result.diagnostics.last?.code == DiagnosticCode.tooManyDiagnostics.identifier())
    #expect(result.diagnostics.last?.severity == .error)
    #expect(result.rejectedRules.count == 1_500)
  }

  @Test func noPathsGiveAnEmptyRuleSet() {
    let result = RulePackLoader().load(paths: [])
    #expect(result.ruleSet.rules.isEmpty)
    #expect(!result.hasErrors)
  }

  private func load(_ text: String) -> RuleLoadResult {
    RulePackLoader().load(bytes: Array(text.utf8), file: "pack.yaml")
  }

  private func first(_ code: DiagnosticCode, of result: RuleLoadResult) -> Diagnostic? {
    result.diagnostics.first { $0.code == code.identifier() }
  }

  private func withDirectory(_ body: (URL) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "argus-rules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    try body(root)
  }

  private func write(_ text: String, _ root: URL, _ path: String) throws {
    let url = root.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}

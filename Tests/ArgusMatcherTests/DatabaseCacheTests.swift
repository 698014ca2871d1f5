import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules
import FoundationEssentials
import Testing

@Suite struct DatabaseCacheTests {
  private let directory: String
  private let ruleSet: RuleSet

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/argus-cache-\(UInt64.random(in: 0...UInt64.max))"
    ruleSet = Self.rules(pattern: "tok_[0-9]{8}")
  }

  private static func rules(pattern: String) -> RuleSet {
    let place = SourceLocation(file: "test.yaml", line: 1, column: 1)
    let rule = Rule(
      id: "test.token", type: "token", name: "Token", category: "secrets", severity: .high,
      patterns: [RulePattern(source: pattern, location: place)], location: place)
    return RuleSet(rules: [rule], packs: [])
  }

  private func compile(_ ruleSet: RuleSet) throws -> RulesetGeneration {
    try RulesetCompiler(cache: DatabaseCache(directory: directory)).compile(ruleSet, number: 1)
  }

  private func findings(_ generation: RulesetGeneration) throws -> Int {
    var arena = FieldArena()
    arena.beginField()
    arena.append(Array("a tok_12345678 b".utf8).span.bytes)
    arena.endField()
    return try generation.scan(arena).matches.count
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).map { directory + "/" + $0 }
  }

  /// A store renames a new file into place, so an unchanged inode means that the cached database was used.
  private func inode(_ path: String) throws -> UInt64 {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.systemFileNumber] as? UInt64)
  }

  @Test func theSecondCompileUsesTheFirstOnesDatabaseAndFindsTheSame() throws {
    #expect(try findings(compile(ruleSet)) == 1)
    let file = try #require(try files().first)
    let before = try inode(file)
    #expect(try findings(compile(ruleSet)) == 1)
    #expect(try inode(file) == before)
    #expect(try files().count == 1)
  }

  @Test func theCacheIsForThisUserAlone() throws {
    _ = try compile(ruleSet)
    let file = try #require(try files().first)
    let fileMode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    let directoryMode = try FileManager.default.attributesOfItem(atPath: directory)[.posixPermissions] as? Int
    #expect(fileMode == 0o600)
    #expect(directoryMode == 0o700)
  }

  @Test func otherRulesGetAnotherDatabase() throws {
    _ = try compile(ruleSet)
    #expect(try findings(compile(Self.rules(pattern: "tok_[0-9]{9}"))) == 0)
    #expect(try files().count == 2)
  }

  @Test(arguments: [0, 20, 60, -1])
  func aDamagedFileIsCompiledAnewAndHealed(offset: Int) throws {
    _ = try compile(ruleSet)
    let file = try #require(try files().first)
    let sound = try #require(FileManager.default.contents(atPath: file))
    var damaged = sound
    let index = offset < 0 ? damaged.count + offset : offset
    damaged[damaged.startIndex + index] ^= 0xFF
    try damaged.write(to: URL(filePath: file))
    #expect(try findings(compile(ruleSet)) == 1)
    #expect(FileManager.default.contents(atPath: file) == sound)
  }

  @Test func aTruncatedFileIsHealed() throws {
    _ = try compile(ruleSet)
    let file = try #require(try files().first)
    let sound = try #require(FileManager.default.contents(atPath: file))
    try sound.prefix(sound.count / 2).write(to: URL(filePath: file))
    #expect(try findings(compile(ruleSet)) == 1)
    #expect(FileManager.default.contents(atPath: file) == sound)
  }

  @Test func aFileThatOthersMayWriteIsNotTrusted() throws {
    _ = try compile(ruleSet)
    let file = try #require(try files().first)
    let before = try inode(file)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
    #expect(try findings(compile(ruleSet)) == 1)
    #expect(try inode(file) != before)
  }

  @Test func aDirectoryThatOthersMayWriteIsNotUsed() throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory)
    #expect(try findings(compile(ruleSet)) == 1)
    #expect(try files().isEmpty)
  }

  @Test func oldDatabasesAreRemoved() throws {
    for width in 1...20 { _ = try compile(Self.rules(pattern: "tok_[0-9]{\(width)}")) }
    #expect(try files().count == 16)
  }

  // MARK: Almost the same rules

  private static let delta = DeltaLimits(maximumChanges: 4, minimumPatterns: 0)

  private static func numbered(_ count: Int, edited: Int? = nil) -> RuleSet {
    let rules = (0..<count).map { index in
      Rule.test("r\(index)", index == edited ? "edited_[0-9]{8}" : "tok\(index)_[0-9]{8}")
    }
    return RuleSet(rules: rules, packs: [])
  }

  private func compileNear(_ ruleSet: RuleSet, program: String = "this") throws -> RulesetGeneration {
    try RulesetCompiler(cache: DatabaseCache(directory: directory, program: program), delta: Self.delta)
      .compile(ruleSet, number: 1)
  }

  private func ids(_ generation: RulesetGeneration, in text: String) throws -> [String] {
    try generation.scan(FieldArena.of(text)).matches.map { generation.rules[$0.rule].id }
  }

  @Test func aStartAfterAnEditUsesTheNearestDatabase() throws {
    _ = try compileNear(Self.numbered(9))
    let near = try compileNear(Self.numbered(10, edited: 3))
    #expect(near.deltaPatternCount == 2 && near.maskedPatternCount == 1)
    #expect(try ids(near, in: "tok3_12345678 edited_12345678 tok9_12345678 tok8_12345678") == ["r3", "r9", "r8"])
    // What a delta finds is not kept; the set as a whole is, once it is in one database.
    #expect(try files().count == 1)
    _ = try RulesetCompiler(cache: DatabaseCache(directory: directory, program: "this")).consolidate(near)
    #expect(try files().count == 2)
    #expect(try compileNear(Self.numbered(10, edited: 3)).isConsolidated)
  }

  @Test func theOrderOfRulesDoesNotMatterToTheCache() throws {
    _ = try compileNear(Self.numbered(9))
    let reordered = RuleSet(rules: Self.numbered(9).rules.reversed(), packs: [])
    let generation = try compileNear(reordered)
    #expect(generation.isConsolidated)
    #expect(try files().count == 1)
    #expect(try ids(generation, in: "tok0_12345678 tok7_12345678") == ["r0", "r7"])
  }

  @Test func anotherBuildOfTheProgramChecksThePlansAndTakesTheFileOver() throws {
    _ = try compileNear(Self.numbered(9), program: "earlier")
    let file = try #require(try files().first)
    let before = try inode(file)
    #expect(try ids(compileNear(Self.numbered(9)), in: "tok5_12345678") == ["r5"])
    let after = try inode(file)
    #expect(after != before)
    _ = try compileNear(Self.numbered(9))
    #expect(try inode(file) == after)
    #expect(try files().count == 1)
  }

  @Test func aFileOfAnotherEngineIsNeitherUsedNorNear() throws {
    _ = try compileNear(Self.numbered(9))
    let file = try #require(try files().first)
    var other = try #require(FileManager.default.contents(atPath: file))
    // The engine's name stands behind the magic and the version.
    other[other.startIndex + 12] ^= 1
    try other.write(to: URL(filePath: file))
    #expect(try compileNear(Self.numbered(9, edited: 2)).isConsolidated)
    // The same set is near that one, until it is compiled whole and heals its own file.
    let near = try compileNear(Self.numbered(9))
    #expect(near.deltaPatternCount == 1)
    #expect(try ids(near, in: "tok5_12345678 tok2_12345678") == ["r5", "r2"])
    _ = try RulesetCompiler(cache: DatabaseCache(directory: directory, program: "this")).consolidate(near)
    #expect(FileManager.default.contents(atPath: file) != other)
    #expect(try compileNear(Self.numbered(9)).isConsolidated)
  }

  @Test func noDamageOfANearFileChangesWhatIsFound() throws {
    _ = try compileNear(Self.numbered(9))
    let file = try #require(try files().first)
    let sound = try #require(FileManager.default.contents(atPath: file))
    var random = SeededGenerator(seed: 9)
    for turn in 0..<60 {
      var damaged = sound
      if turn % 3 == 0 {
        damaged = sound.prefix(random.below(sound.count))
      } else {
        // The head and the plans are the smaller part: half of the faults go there.
        let offset = random.below(turn % 2 == 0 ? min(900, sound.count) : sound.count)
        damaged[damaged.startIndex + offset] ^= UInt8(random.below(255) + 1)
      }
      try damaged.write(to: URL(filePath: file))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      let generation = try compileNear(Self.numbered(9, edited: 4))
      #expect(try ids(generation, in: "tok4_12345678 edited_12345678 tok8_12345678") == ["r4", "r8"])
      #expect(generation.isConsolidated)
      for other in try files() where other != file { try FileManager.default.removeItem(atPath: other) }
    }
  }

  @Test func aNearFileThatOthersMayWriteIsNotUsed() throws {
    _ = try compileNear(Self.numbered(9))
    let file = try #require(try files().first)
    try FileManager.default.setAttributes([.posixPermissions: 0o622], ofItemAtPath: file)
    #expect(try compileNear(Self.numbered(9, edited: 2)).isConsolidated)
  }
}

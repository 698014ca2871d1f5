import ArgusKit
import ArgusMatcher
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
}

import ArgusScan
import FoundationEssentials
import Glibc
import Testing

@Suite struct FingerprintTests {
  private func fingerprints(_ tree: TemporaryTree, key: String = ScanHarness.key, path: String = "") throws -> [String]
  {
    let root = ProjectRoot(workingDirectory: try #require(FilePath(tree.path).resolved))
    return ScanHarness.results(try ScanHarness.scan(root: root, key: key), [root.path.text + path]).flatMap(\.records)
      .map(\.fingerprint)
  }

  @Test func aFingerprintStaysWhenLinesMoveAndThePathIsGivenOtherwise() throws {
    let tree = try TemporaryTree()
    try tree.write("src/a.txt", canary)
    let first = try fingerprints(tree)
    try tree.write("src/a.txt", "one\ntwo\n   \(canary)")
    #expect(try fingerprints(tree) == first)
    #expect(try fingerprints(tree, path: "/src/../src/./a.txt") == first)
    #expect(first.allSatisfy { $0.utf8.count == 32 })
  }

  @Test func itDependsOnTheKeyTheValueAndThePath() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", canary(1))
    let first = try fingerprints(tree)
    #expect(try fingerprints(tree, key: String(repeating: "a1", count: 32)) != first)
    try tree.write("a.txt", canary(2))
    #expect(try fingerprints(tree) != first)
    try tree.write("a.txt", "")
    try tree.write("b.txt", canary(1))
    #expect(try fingerprints(tree) != first)
  }

  @Test func aKeyIsMadeOnceAndReadableByItsOwnerOnly() throws {
    let tree = try TemporaryTree()
    let choice = FingerprintKeyChoice(environment: ["HOME": tree.path])
    let first = try choice.fingerprinter().keyIdentifier
    #expect(try choice.fingerprinter().keyIdentifier == first)
    let status = try #require(FilePath("\(tree.path)/.local/state/argus/fingerprint.key").status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func aHomeThatCannotBeWrittenIsNoReasonNotToScan() throws {
    #expect(try !FingerprintKeyChoice(environment: ["HOME": "/proc"]).fingerprinter().keyIdentifier.isEmpty)
    #expect(try !FingerprintKeyChoice(environment: [:]).fingerprinter().keyIdentifier.isEmpty)
  }

  @Test func aBaselineIsComparedWithItsOwnKeyOnly() throws {
    let tree = try TemporaryTree()
    var choice = FingerprintKeyChoice(environment: ["HOME": tree.path])
    choice.baseline = BaselineFile(FilePath("\(tree.path)/known.json"))
    #expect(throws: ScanFailure.self) { try choice.fingerprinter() }
    choice.isUpdating = true
    let made = try choice.fingerprinter().keyIdentifier
    choice.isUpdating = false
    #expect(try choice.fingerprinter().keyIdentifier == made)
    choice.environment[FingerprintKeyChoice.variable] = ScanHarness.key
    #expect(try choice.fingerprinter().keyIdentifier != made)
  }

  @Test(arguments: ["", "0f", String(repeating: "0g", count: 32), String(repeating: "0f", count: 33)])
  func whatIsNoKeyIsRefused(text: String) {
    #expect(throws: ScanFailure.self) { try FingerprintKey.fingerprinter(hexadecimal: text) }
  }
}

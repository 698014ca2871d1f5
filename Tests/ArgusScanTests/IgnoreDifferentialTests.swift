import ArgusScan
import FoundationEssentials
import Testing

/// Generated trees and ignore files, judged by the real git.
@Suite struct IgnoreDifferentialTests {
  private static let parts = ["a", "b", "ab", "a.txt", "b.log", "c d", ".x", "foo", "build"]
  private static let pieces = [
    "a", "b", "ab", "foo", "build", ".txt", ".log", "*", "**", "?", "/", "[ab]", "[!a]", "[a-c]", "\\a", "[[:alpha:]]",
    "x", " ", "]", "[",
  ]

  private static func line(_ random: inout SeededGenerator) -> String {
    var line = Int.random(in: 0..<5, using: &random) == 0 ? "!" : ""
    if Int.random(in: 0..<4, using: &random) == 0 { line += "/" }
    if Int.random(in: 0..<6, using: &random) == 0 { line += "**/" }
    for _ in 0..<Int.random(in: 1...4, using: &random) { line += pieces.randomElement(using: &random) ?? "" }
    if Int.random(in: 0..<4, using: &random) == 0 { line += "/" }
    if Int.random(in: 0..<6, using: &random) == 0 { line += "/**" }
    return line
  }

  private static func name(_ random: inout SeededGenerator) -> String { parts.randomElement(using: &random) ?? "a" }

  @Test(.enabled(if: GitProgram.isPresent), arguments: 0..<40)
  func theWalkLeavesOutWhatGitIgnores(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let tree = try TemporaryTree()
    _ = GitProgram.output(["init", "-q"], input: nil, directory: tree.path)
    var files: Set<String> = []
    for _ in 0..<40 {
      let depth = Int.random(in: 1...4, using: &random)
      let path = (0..<depth).map { _ in Self.name(&random) }.joined(separator: "/")
      // A name cannot be a file and a directory.
      let isTaken = files.contains { $0 == path || $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
      if !isTaken { files.insert(path) }
    }
    for file in files { try tree.write(file, "x") }
    var directories = [""]
    for file in files {
      let parent = file.split(separator: "/").dropLast().joined(separator: "/")
      if !parent.isEmpty, !directories.contains(parent) { directories.append(parent) }
    }
    directories.sort()
    for directory in directories where directory.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
      let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in Self.line(&random) }
      try tree.write(directory.isEmpty ? ".gitignore" : directory + "/.gitignore", lines.joined(separator: "\n") + "\n")
    }
    try tree.write(".git/info/exclude", Self.line(&random) + "\n")

    // Git lists every file that is not tracked and not ignored.
    let listed = try #require(
      GitProgram.output(["ls-files", "-z", "--others", "--exclude-standard"], input: nil, directory: tree.path))
    let wanted = Set(listed.split(separator: "\0").map(String.init))
    var walker = FileWalker(paths: [FilePath(tree.path)])
    var found: Set<String> = []
    while let entry = walker.next() {
      if case .item(let item) = entry { found.insert(String(item.path.text.dropFirst(tree.path.count + 1))) }
    }
    #expect(found.subtracting(wanted).sorted() == [])
    #expect(wanted.subtracting(found).sorted() == [])
  }

  @Test(.enabled(if: GitProgram.isPresent))
  func singlePatternsMeanWhatGitSays() throws {
    let tree = try TemporaryTree()
    _ = GitProgram.output(["init", "-q"], input: nil, directory: tree.path)
    var random = SeededGenerator(seed: 99)
    for _ in 0..<60 {
      let pattern = Self.line(&random)
      try tree.write(".gitignore", pattern + "\n")
      let paths = (0..<30).map { _ in
        (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.name(&random) }.joined(separator: "/")
      }
      let answer = try #require(
        GitProgram.output(
          ["check-ignore", "--no-index", "-z", "--stdin"], input: Set(paths).joined(separator: "\0") + "\0",
          directory: tree.path, codes: [0, 1]))
      let list = IgnoreList(lines: [pattern])
      let ignored = Set(answer.split(separator: "\0").map(String.init))
      for path in paths {
        #expect(list.covers(Array(path.utf8)) == ignored.contains(path), "\(pattern) and \(path)")
      }
    }
  }

  @Test func aHostilePatternTakesNoLongerThanItsLengthTimesThePath() {
    let pattern = String(repeating: "*a", count: 200) + "b"
    let list = IgnoreList(lines: [pattern])
    #expect(!list.covers(Array(repeating: UInt8(ascii: "a"), count: 4_000)))
  }
}

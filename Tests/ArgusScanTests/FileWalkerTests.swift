import ArgusScan
import FoundationEssentials
import Glibc
import Testing

@Suite struct FileWalkerTests {
  private func entries(
    of paths: [String], filter: PathFilter? = nil, respectsIgnoreFiles: Bool = true, from root: String = ""
  ) -> [String] {
    var walker = FileWalker(
      paths: paths.map { FilePath($0) }, filter: filter, respectsIgnoreFiles: respectsIgnoreFiles)
    var found: [String] = []
    while let entry = walker.next() {
      switch entry {
      case .item(let item): found.append(String(item.path.text.dropFirst(root.count)))
      case .unreadable(let path, let reason): found.append("\(path.text): \(reason)")
      case .skipped: continue
      }
    }
    return found
  }

  @Test func directoriesAreWalkedInOrderAndGitsOwnIsLeftOut() throws {
    let tree = try TemporaryTree()
    for name in ["a.txt", "b/c.txt", ".git/config", ".env", "b/.git/config"] { try tree.write(name, "x") }
    #expect(entries(of: [tree.path], from: tree.path) == ["/.env", "/a.txt", "/b/c.txt"])
  }

  @Test func aFileThatTwoNamedPathsLeadToIsScannedOnce() throws {
    let tree = try TemporaryTree()
    for name in ["a.txt", "b/c.txt"] { try tree.write(name, "x") }
    let paths = ["b/../a.txt", "", "b", "a.txt"].map { "\(tree.path)/\($0)" }
    #expect(entries(of: paths, from: tree.path).map { $0.hasSuffix("a.txt") } == [true, false])
  }

  @Test func aNamedFileThatIsMissingIsTold() {
    #expect(entries(of: ["/nonexistent/argus"]) == ["/nonexistent/argus: no such file"])
  }

  @Test func linksInsideDirectoriesAreNotFollowedAndNamedOnesAre() throws {
    let tree = try TemporaryTree()
    try tree.write("real/a.txt", "x")
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/link", withDestinationPath: "real")
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/loop", withDestinationPath: "loop")
    #expect(entries(of: [tree.path], from: tree.path) == ["/real/a.txt"])
    #expect(entries(of: ["\(tree.path)/link"], from: tree.path) == ["/link/a.txt"])
    #expect(entries(of: ["\(tree.path)/loop"], from: tree.path).count == 1)
  }

  @Test func ignoreFilesOfArgusAreStrongerThanThoseOfGit() throws {
    let tree = try TemporaryTree()
    for name in ["keep.log", "drop.log", "other.txt", "deep/drop.log"] { try tree.write(name, "x") }
    try tree.write(".gitignore", "*.log\n")
    try tree.write(".argusignore", "!keep.log\n.*ignore\nother.txt\n")
    #expect(entries(of: [tree.path], from: tree.path) == ["/keep.log"])
    #expect(
      entries(of: [tree.path], respectsIgnoreFiles: false, from: tree.path) == [
        "/.argusignore", "/.gitignore", "/deep/drop.log", "/drop.log", "/keep.log", "/other.txt",
      ])
  }

  @Test func ignoreFilesAboveANamedDirectoryCountUpToTheRepository() throws {
    let tree = try TemporaryTree()
    for name in ["repo/src/a.log", "repo/src/a.txt", "repo/.git/HEAD"] { try tree.write(name, "x") }
    try tree.write(".gitignore", "*.txt\n")
    try tree.write("repo/.gitignore", "*.log\n")
    #expect(entries(of: ["\(tree.path)/repo/src"], from: tree.path) == ["/repo/src/a.txt"])
  }

  @Test func aFileThatIsNamedIsScannedThoughItIsIgnored() throws {
    let tree = try TemporaryTree()
    try tree.write(".gitignore", "secret.txt\n")
    try tree.write("secret.txt", "x")
    #expect(entries(of: ["\(tree.path)/secret.txt"], from: tree.path) == ["/secret.txt"])
  }

  @Test func theCallersPatternsHoldForNamedFilesToo() throws {
    let tree = try TemporaryTree()
    for name in ["a.py", "b.js", "vendor/c.py", ".hidden/d.py"] { try tree.write(name, "x") }
    let base = try #require(FilePath(tree.path).resolved)
    let python = PathFilter(exclude: ["vendor/"], include: ["*.py"], base: base)
    #expect(entries(of: [tree.path], filter: python, from: tree.path) == ["/.hidden/d.py", "/a.py"])
    #expect(entries(of: ["\(tree.path)/b.js"], filter: python) == [])
    let anchored = PathFilter(include: ["/vendor/"], base: base)
    #expect(entries(of: [tree.path], filter: anchored, from: tree.path) == ["/vendor/c.py"])
    let visible = PathFilter(skipsHidden: true, base: base)
    #expect(entries(of: [tree.path], filter: visible, from: tree.path) == ["/a.py", "/b.js", "/vendor/c.py"])
  }

  @Test func aNameThatIsNotUTF8IsRead() throws {
    let tree = try TemporaryTree()
    let path = FilePath(tree.path).appending([0x61, 0xFF, 0x62])
    let descriptor = path.withCString { open($0, O_WRONLY | O_CREAT, 0o600) }
    try #require(descriptor >= 0)
    let text = canary
    #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    close(descriptor)
    let results = ScanHarness.results(try ScanHarness.scan(), [tree.path])
    #expect(results.map(\.failure) == [nil])
    #expect(results.map(\.records.count) == [1])
    #expect(results.map(\.path) == ["\(tree.path)/a\\xFFb"])
  }
}

import ArgusScan
import FoundationEssentials
import Testing

@Suite struct FileWalkerTests {
  private func entries(of paths: [String]) -> [String] {
    var walker = FileWalker(paths: paths)
    var found: [String] = []
    while let entry = walker.next() {
      switch entry {
      case .file(let path): found.append(path)
      case .unreadable(let path, let reason): found.append("\(path): \(reason)")
      }
    }
    return found
  }

  @Test func directoriesAreWalkedInOrderAndGitsOwnIsLeftOut() throws {
    let root = FileManager.default.temporaryDirectory.path + "/argus-walk-\(UInt64.random(in: 0...UInt64.max))"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for directory in ["b", ".git"] {
      try FileManager.default.createDirectory(atPath: "\(root)/\(directory)", withIntermediateDirectories: true)
    }
    for name in ["a.txt", "b/c.txt", ".git/config"] {
      #expect(FileManager.default.createFile(atPath: "\(root)/\(name)", contents: Data("x".utf8)))
    }
    #expect(entries(of: [root]) == ["\(root)/a.txt", "\(root)/b/c.txt"])
  }

  @Test func aNamedFileThatIsMissingIsTold() {
    #expect(entries(of: ["/nonexistent/argus"]) == ["/nonexistent/argus: no such file"])
  }
}

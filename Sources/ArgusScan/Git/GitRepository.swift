/// This is the git repository around the working directory, asked through the `git` program.
///
/// Settings of a repository can name programs to run; those that a comparison would run are switched off.
public struct GitRepository: Sendable {
  /// The root of the work tree.
  public let root: FilePath
  /// The working directory seen from the root, with a slash behind it; empty at the root.
  private let prefix: [UInt8]

  private static let program = [
    "git", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "color.ui=false",
    "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false", "-c", "diff.renames=true",
    "-c", "diff.orderFile=/dev/null", "-c", "diff.suppressBlankEmpty=false",
  ]
  private static let comparison = [
    "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--find-renames",
    "--src-prefix=a/", "--dst-prefix=b/", "--no-relative",
  ]
  private static let environment = ["GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_PAGER": "cat"]

  /// - Throws: ``ScanFailure`` where there is no repository, or no git.
  public init() throws(ScanFailure) {
    root = FilePath(bytes: try Self.line(["rev-parse", "--show-toplevel"]))
    prefix = try Self.line(["rev-parse", "--show-prefix"])
  }

  /// The path of a file of the work tree as it reads in the working directory.
  func shown(_ path: [UInt8]) -> FilePath {
    guard !prefix.isEmpty else { return FilePath(bytes: path) }
    if path.starts(with: prefix) { return FilePath(bytes: Array(path.dropFirst(prefix.count))) }
    var above = prefix.split(separator: UInt8(ascii: "/"))
    var rest = path.split(separator: UInt8(ascii: "/"))[...]
    while let first = above.first, first.elementsEqual(rest.first ?? []) {
      above.removeFirst()
      rest = rest.dropFirst()
    }
    let parts = above.map { _ in Array("..".utf8)[...] } + rest
    return FilePath(bytes: Array(parts.joined(separator: [UInt8(ascii: "/")])))
  }

  /// The name of the commit that `reference` stands for; `A...` is where A and the current branch parted.
  func commit(_ reference: String) throws(ScanFailure) -> String {
    var name = reference
    let isMergeBase = name.hasSuffix("...")
    if isMergeBase { name.removeLast(3) }
    let found: [UInt8]
    do {
      found = try Self.line(["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"])
    } catch {
      throw ScanFailure("`\(name)` is no commit of this repository")
    }
    guard isMergeBase else { return String(decoding: found, as: UTF8.self) }
    let base = try Self.line(["merge-base", String(decoding: found, as: UTF8.self), "HEAD"])
    return String(decoding: base, as: UTF8.self)
  }

  /// One file that a comparison lists.
  struct Change {
    var path: [UInt8]
    var mode: [UInt8]
    /// All zeros where the new content is in the work tree only.
    var object: [UInt8]
    var isContentSame: Bool
  }

  /// The files that are new, changed or renamed, in the order of their paths.
  func changes(_ arguments: [String], _ paths: [String]) throws(ScanFailure) -> [Change] {
    let process = try start(["diff", "--raw", "-z", "--abbrev=64", "--diff-filter=ACMRTU"], arguments, paths)
    var changes: [Change] = []
    while let head = try process.readLine(separator: 0) {
      // `:old-mode new-mode old-object new-object status`, then the path, and for renames the new one.
      let parts = head.split(separator: UInt8(ascii: " "))
      guard parts.count == 5, var path = try process.readLine(separator: 0) else { break }
      let status = parts[4].first
      if status == UInt8(ascii: "R") || status == UInt8(ascii: "C") {
        path = try process.readLine(separator: 0) ?? path
      }
      // Git is sure of the new content only where it names an object.
      changes.append(
        Change(
          path: path, mode: Array(parts[1]), object: Array(parts[3]),
          isContentSame: parts[2].elementsEqual(parts[3]) && parts[3].contains { $0 != UInt8(ascii: "0") }))
    }
    try Self.finish(process)
    return changes
  }

  /// The added lines of each file of the same comparison.
  func addedLines(_ arguments: [String], _ paths: [String]) throws(ScanFailure) -> [[UInt8]: LineRanges] {
    let process = try start(
      ["diff", "--patch", "--unified=0", "--inter-hunk-context=0", "--diff-filter=ACMRTU"], arguments, paths)
    var reader = GitDiffReader()
    while let line = try process.readLine(limit: 16 << 10) { reader.read(line) }
    try Self.finish(process)
    return reader.added
  }

  /// Whether git knows a file at or below `path` in the index or in `commit`.
  func knows(_ path: String, in commit: String) throws(ScanFailure) -> Bool {
    for command in [["ls-files", "-z"], ["ls-tree", "-r", "-z", "--name-only", commit]] {
      let process = try ChildProcess(
        Self.program + ["--literal-pathspecs"] + command + ["--", path], environment: Self.environment)
      let isKnown = try process.readLine(separator: 0) != nil
      while try process.readLine(separator: 0) != nil {}
      // A repository without a commit has no tree, which is no fault.
      _ = process.wait()
      if isKnown { return true }
    }
    return false
  }

  private func start(
    _ command: [String], _ arguments: [String], _ paths: [String]
  ) throws(ScanFailure) -> ChildProcess {
    let words = Self.program + ["--literal-pathspecs"] + command + Self.comparison + arguments + ["--"] + paths
    return try ChildProcess(words, environment: Self.environment)
  }

  /// A process that hands out contents by name.
  static func objects() throws(ScanFailure) -> ChildProcess {
    try ChildProcess(program + ["cat-file", "--batch"], environment: environment, hasInput: true)
  }

  private static func line(_ arguments: [String]) throws(ScanFailure) -> [UInt8] {
    let process = try ChildProcess(program + arguments, environment: environment)
    let line = try process.readLine() ?? []
    try finish(process)
    return line
  }

  private static func finish(_ process: ChildProcess) throws(ScanFailure) {
    // What is left unread would keep the other program waiting.
    while try process.readLine() != nil {}
    guard process.wait() == 0 else { throw ScanFailure("git: \(process.complaint())") }
  }
}

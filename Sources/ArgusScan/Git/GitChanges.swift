/// This is the source of a scan of what was changed: the new content of each changed file, with the lines that count.
///
/// Whole files are read, so that a rule sees what stands around an added line; who asks decides by the lines.
public struct GitChanges: ScanSource {
  public enum Comparison: Sendable {
    /// The work tree with a commit.
    case workTree(reference: String)
    /// The index with the last commit.
    case staged
  }

  private static let link = Array("120000".utf8)
  private static let submodule = Array("160000".utf8)

  private let repository: GitRepository
  private let changes: [GitRepository.Change]
  private let added: [[UInt8]: LineRanges]
  private let objects: GitObjectReader?
  private let filter: PathFilter
  private let respectsIgnoreFiles: Bool
  /// Named paths that neither the work tree nor git knows: most likely a mistake, which must not pass for no findings.
  private var missing: [FilePath] = []
  private var index = 0

  /// - Parameter paths: Only files below them; all where there are none.
  /// - Throws: ``ScanFailure`` where git cannot say what changed.
  public init(
    _ comparison: Comparison, paths: [String] = [], filter: PathFilter? = nil, respectsIgnoreFiles: Bool = true
  ) throws(ScanFailure) {
    repository = try GitRepository()
    let arguments: [String]
    var commit = "HEAD"
    switch comparison {
    case .workTree(let reference):
      commit = try repository.commit(reference)
      arguments = [commit]
      objects = nil
    case .staged:
      arguments = ["--cached"]
      objects = try GitObjectReader()
    }
    changes = try repository.changes(arguments, paths)
    added = changes.isEmpty ? [:] : try repository.addedLines(arguments, paths)
    for path in paths.reversed() where FilePath(path).status == nil {
      if try !repository.knows(path, in: commit) { missing.append(FilePath(path)) }
    }
    self.filter = filter ?? PathFilter(base: repository.root)
    self.respectsIgnoreFiles = respectsIgnoreFiles
  }

  public mutating func next() -> ScanEntry? {
    if let path = missing.popLast() { return .unreadable(path, reason: "no such file") }
    while index < changes.count {
      let change = changes[index]
      index += 1
      if change.isContentSame || change.mode == Self.link || change.mode == Self.submodule { continue }
      let absolute = repository.root.appending(change.path)
      guard filter.admits(absolute) else { return .skipped(.excluded) }
      if respectsIgnoreFiles, isIgnored(absolute) { return .skipped(.ignored) }
      // Git shows no lines of what it holds for binary; then all of them count.
      let lines = added[change.path]
      if let lines, lines.ranges.isEmpty { continue }
      let content: ScanItem.Content =
        if let objects {
          .object(objects, id: String(decoding: change.object, as: UTF8.self))
        } else {
          .file(absolute, followsLink: false)
        }
      return .item(ScanItem(path: repository.shown(change.path), content: content, lines: lines))
    }
    return nil
  }

  /// Files of git say what is not to be added; what is changed was added already.
  private func isIgnored(_ path: FilePath) -> Bool {
    guard let directory = path.parent else { return false }
    var levels = IgnoreLevels.above(directory, readsGit: false)
    _ = levels.enter(directory)
    if levels.ignores(path, isDirectory: false) { return true }
    // A directory that is ignored takes everything below it along.
    var ancestor = directory
    while ancestor != repository.root, let parent = ancestor.parent {
      var levels = IgnoreLevels.above(parent, readsGit: false)
      _ = levels.enter(parent)
      if levels.ignores(ancestor, isDirectory: true) { return true }
      ancestor = parent
    }
    return false
  }
}

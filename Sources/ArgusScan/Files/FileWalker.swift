import Glibc

/// This is the walk over files and directories, found as it goes and in the order of their names.
///
/// Links inside directories are not followed, `.git` is left out, ignore files are respected. What is named is
/// scanned whatever ignore files say; the caller's own filter holds for it too.
public struct FileWalker: ScanSource {
  private struct Frame {
    /// As shown.
    var shown: FilePath
    var absolute: FilePath
    var entries: [DirectoryListing.Entry]
    var index = 0
    var hasLevel: Bool
  }

  private var waiting: [FilePath]
  private var frames: [Frame] = []
  private var levels = IgnoreLevels()
  private let filter: PathFilter
  private let respectsIgnoreFiles: Bool
  private let workingDirectory: FilePath
  /// The files met so far; nil where one path was named, which meets each file once anyway.
  private var met: Set<[UInt8]>?

  /// - Parameter paths: Files and directories; `-` is standard input.
  public init(
    paths: [FilePath], filter: PathFilter? = nil, respectsIgnoreFiles: Bool = true,
    workingDirectory: FilePath = .workingDirectory
  ) {
    waiting = paths.reversed()
    met = paths.count > 1 ? [] : nil
    self.filter = filter ?? PathFilter(base: workingDirectory)
    self.respectsIgnoreFiles = respectsIgnoreFiles
    self.workingDirectory = workingDirectory
  }

  public mutating func next() -> ScanEntry? {
    while true {
      if let last = frames.indices.last {
        guard frames[last].index < frames[last].entries.count else {
          if frames[last].hasLevel { levels.leave() }
          frames.removeLast()
          continue
        }
        let entry = frames[last].entries[frames[last].index]
        frames[last].index += 1
        if let answer = visit(entry, in: last) { return answer }
      } else {
        guard let path = waiting.popLast() else { return nil }
        if let answer = begin(path) { return answer }
      }
    }
  }

  private mutating func visit(_ entry: DirectoryListing.Entry, in frame: Int) -> ScanEntry? {
    let absolute = frames[frame].absolute.appending(entry.name)
    switch entry.kind {
    case .link, .other: return nil
    case .directory:
      if entry.name.elementsEqual(".git".utf8) { return nil }
      if filter.prunes(absolute) { return .skipped(.excluded) }
      if levels.ignores(absolute, isDirectory: true) { return .skipped(.ignored) }
      return descend(frames[frame].shown.appending(entry.name), absolute)
    case .file:
      // The `.git` of a work tree that belongs to another repository is a file.
      if entry.name.elementsEqual(".git".utf8) { return nil }
      guard filter.admits(absolute) else { return .skipped(.excluded) }
      if levels.ignores(absolute, isDirectory: false) { return .skipped(.ignored) }
      guard isNew(absolute) else { return nil }
      let shown = frames[frame].shown.appending(entry.name)
      return .item(ScanItem(path: shown, content: .file(shown, followsLink: false)))
    }
  }

  private mutating func begin(_ path: FilePath) -> ScanEntry? {
    if path.bytes == [UInt8(ascii: "-")] { return .item(ScanItem(path: path, content: .standardInput)) }
    guard let status = path.status else {
      return .unreadable(path, reason: errno == ELOOP ? "too many links" : "no such file")
    }
    let absolute = path.resolved ?? workingDirectory.appending(path.bytes)
    switch DirectoryListing.kind(ofMode: status.st_mode) {
    case .directory:
      levels = respectsIgnoreFiles ? IgnoreLevels.above(absolute) : IgnoreLevels()
      return descend(path, absolute)
    case .file:
      guard filter.admits(absolute) else { return .skipped(.excluded) }
      guard isNew(absolute) else { return nil }
      return .item(ScanItem(path: path, content: .file(path, followsLink: true)))
    case .link, .other:
      return .unreadable(path, reason: "not a file or directory")
    }
  }

  /// A file that two of the named paths lead to is scanned once: twice, its findings would count as copies.
  private mutating func isNew(_ absolute: FilePath) -> Bool { met?.insert(absolute.bytes).inserted ?? true }

  private mutating func descend(_ shown: FilePath, _ absolute: FilePath) -> ScanEntry? {
    guard let listing = DirectoryListing(shown) else {
      return .unreadable(shown, reason: "the directory cannot be read")
    }
    let hasLevel = respectsIgnoreFiles && levels.enter(absolute, listing)
    frames.append(Frame(shown: shown, absolute: absolute, entries: listing.entries, hasLevel: hasLevel))
    return nil
  }
}

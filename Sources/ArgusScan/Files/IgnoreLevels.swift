/// This is what the ignore files of a directory and of all directories above it say.
///
/// `.argusignore` is stronger than `.ignore`, that than `.gitignore`, that than `.git/info/exclude`; of one kind the
/// file nearest to the path decides. Files of git count up to the root of the repository they stand in.
struct IgnoreLevels: Sendable {
  static let names: [[UInt8]] = [".argusignore", ".ignore", ".gitignore"].map { Array($0.utf8) }
  private static let gitKind = 2
  private static let excludeKind = 3
  private static let gitDirectory = Array(".git".utf8)
  private static let excludeFile = Array(".git/info/exclude".utf8)
  private static let maximumBytes = 4 << 20

  private struct Level: Sendable {
    /// Bytes of the directory's absolute path with the slash behind it.
    var prefix: Int
    /// One for each kind; nil where there is none.
    var lists: [IgnoreList?]
    var isRepositoryRoot: Bool
  }

  private var levels: [Level] = []
  /// Whether files of git are read; for files that git itself names they are not.
  var readsGit = true

  /// Reads what stands in `directory`, an absolute path; true where that added a level, to be left with ``leave()``.
  mutating func enter(_ directory: FilePath) -> Bool {
    enter(directory, hasRepository: nil) { name in Self.read(directory.appending(name)) }
  }

  /// As ``enter(_:)``, where the names in the directory are known.
  mutating func enter(_ directory: FilePath, _ listing: DirectoryListing) -> Bool {
    var present: Set<[UInt8]> = []
    var hasRepository = false
    for entry in listing.entries where entry.name.first == UInt8(ascii: ".") {
      if Self.names.contains(entry.name), entry.kind != .directory { present.insert(entry.name) }
      if entry.name == Self.gitDirectory { hasRepository = true }
    }
    guard hasRepository || !present.isEmpty else { return false }
    return enter(directory, hasRepository: hasRepository) { name in
      name == Self.excludeFile || present.contains(name) ? Self.read(directory.appending(name)) : nil
    }
  }

  mutating func leave() { _ = levels.popLast() }

  private mutating func enter(
    _ directory: FilePath, hasRepository: Bool?, _ read: ([UInt8]) -> IgnoreList?
  ) -> Bool {
    let isRoot = hasRepository ?? (directory.appending(Self.gitDirectory).status != nil)
    var lists: [IgnoreList?] = Self.names.enumerated().map { kind, name in
      kind == Self.gitKind && !readsGit ? nil : read(name)
    }
    lists.append(isRoot && readsGit ? read(Self.excludeFile) : nil)
    guard isRoot || lists.contains(where: { $0 != nil }) else { return false }
    let prefix = directory.bytes.last == UInt8(ascii: "/") ? directory.bytes.count : directory.bytes.count + 1
    levels.append(Level(prefix: prefix, lists: lists, isRepositoryRoot: isRoot))
    return true
  }

  /// Whether the absolute `path`, which stands below every level, is left out.
  func ignores(_ path: FilePath, isDirectory: Bool) -> Bool {
    guard !levels.isEmpty else { return false }
    for kind in 0...Self.excludeKind {
      for level in levels.reversed() {
        if let list = level.lists[kind], level.prefix < path.bytes.count,
          let verdict = list.verdict(path.bytes[level.prefix...], isDirectory: isDirectory)
        {
          return verdict == .ignored
        }
        if kind >= Self.gitKind, level.isRepositoryRoot { break }
      }
    }
    return false
  }

  /// The levels above `directory`, up to the root of its repository; none where there is no repository.
  static func above(_ directory: FilePath, readsGit: Bool = true) -> IgnoreLevels {
    var result = IgnoreLevels()
    result.readsGit = readsGit
    guard let root = ProjectRoot.repository(above: directory), root != directory else { return result }
    var ancestors: [FilePath] = []
    var next = directory.parent
    while let directory = next {
      ancestors.append(directory)
      if directory == root { break }
      next = directory.parent
    }
    for ancestor in ancestors.reversed() { _ = result.enter(ancestor) }
    return result
  }

  private static func read(_ path: FilePath) -> IgnoreList? {
    var reader = FileReader()
    guard let file = try? OpenFile(path), (try? reader.load(file, upTo: maximumBytes)) != nil else { return nil }
    let list = IgnoreList(content: reader.bytes[..<reader.count])
    return list.isEmpty ? nil : list
  }
}

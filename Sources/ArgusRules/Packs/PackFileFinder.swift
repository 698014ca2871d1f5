import Glibc

/// This is the search for pack files: `*.yaml` and `*.yml` below a directory, sorted by path, each file once.
///
/// Hidden entries are left out; links are followed, and a directory that was visited is not visited again.
struct PackFileFinder {
  static let fileLimit = 2_000
  static let depthLimit = 32

  /// This is why a path yields nothing.
  enum Failure: Error {
    case system(path: String, errno: Int32)
    case noPacks(path: String)
    case tooManyFiles(path: String)
    case tooDeep(path: String)
  }

  private struct Identity: Hashable {
    var device: dev_t
    var inode: ino_t
  }

  private var seen: Set<Identity> = []
  /// The names that files have by preference, wherever they are found.
  private var names: [Identity: String] = [:]

  init() {}

  /// - Parameter paths: where these lead to a file, it is named by them, though another path finds it first.
  init(naming paths: [String]) {
    for path in paths {
      // What is wrong with a path is told when its files are asked for.
      var finder = PackFileFinder()
      for (file, identity) in (try? finder.identified(at: path)) ?? [] where names[identity] == nil {
        names[identity] = file
      }
    }
  }

  var preferredNames: Set<String> { Set(names.values) }

  /// The files at or below `path`, without those that an earlier call returned.
  mutating func files(at path: String) throws(Failure) -> [String] {
    try identified(at: path).map { names[$0.identity] ?? $0.path }
  }

  private mutating func identified(at path: String) throws(Failure) -> [(path: String, identity: Identity)] {
    let (identity, isDirectory) = try status(path)
    guard isDirectory else { return seen.insert(identity).inserted ? [(path, identity)] : [] }
    var files: [(path: String, identity: Identity)] = []
    var visited: Set<Identity> = [identity]
    var pending = [(path: path, depth: 0)]
    while let (directory, depth) = pending.popLast() {
      guard depth < Self.depthLimit else { throw .tooDeep(path: directory) }
      for name in try entries(of: directory) {
        let child = directory.hasSuffix("/") ? directory + name : directory + "/" + name
        let (identity, isDirectory) = try status(child)
        if isDirectory {
          if visited.insert(identity).inserted { pending.append((child, depth + 1)) }
        } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
          guard files.count < Self.fileLimit else { throw .tooManyFiles(path: path) }
          files.append((child, identity))
        }
      }
    }
    guard !files.isEmpty else { throw .noPacks(path: path) }
    return files.sorted { $0.path < $1.path }.filter { seen.insert($0.identity).inserted }
  }

  private func status(_ path: String) throws(Failure) -> (Identity, isDirectory: Bool) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system(path: path, errno: errno) }
    return (Identity(device: status.st_dev, inode: status.st_ino), status.st_mode & S_IFMT == S_IFDIR)
  }

  private func entries(of directory: String) throws(Failure) -> [String] {
    guard let stream = opendir(directory) else { throw .system(path: directory, errno: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // The entry stays valid until the next `readdir` on this stream, and its name ends with NUL.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
          String(cString: $0)
        }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}

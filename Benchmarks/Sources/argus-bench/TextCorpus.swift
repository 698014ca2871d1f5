import Glibc

/// This is the text that benchmarks run on: files of this machine, in a fixed order, up to a size.
enum TextCorpus {
  private static let endings = [
    ".h", ".hpp", ".py", ".txt", ".md", ".json", ".c", ".swift", ".rs", ".js", ".yaml", ".yml",
  ]

  /// The contents of the files below `options.corpus`, each a text of its own.
  static func load(_ options: BenchmarkOptions) -> [[UInt8]] {
    load(options.corpus, byteLimit: options.mebibytes << 20)
  }

  static func load(_ directories: [String], byteLimit: Int) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    var total = 0
    var pending = Array(directories.reversed())
    while let path = pending.popLast(), total < byteLimit {
      guard let entries = entries(of: path) else {
        guard endings.contains(where: { path.hasSuffix($0) }), let text = read(path), !text.isEmpty else { continue }
        texts.append(Array(text.prefix(byteLimit - total)))
        total += texts.last?.count ?? 0
        continue
      }
      pending.append(contentsOf: entries.sorted().reversed().map { "\(path)/\($0)" })
    }
    return texts
  }

  /// The names in a directory, or nil when `path` is none. Links are not followed.
  private static func entries(of path: String) -> [String]? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let directory = opendir(path) else {
      return nil
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      // `d_name` is NUL-terminated and lives until the next `readdir`.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk.prefix(count))
    }
  }
}

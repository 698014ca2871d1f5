internal import Crypto
internal import Glibc

/// This is what tells one build of the running program from another: a digest over which files it was loaded from.
///
/// What a file of the cache says about rules holds for the code that wrote it. A version number would have to be raised
/// by hand with each change of that code; the program's and its libraries' files change by themselves.
public enum ProgramIdentity {
  /// 64 lower-case hexadecimal digits.
  public static let current = digest(of: loadedFiles)

  /// The paths of the files that code of this process was loaded from: the program and its libraries, in order.
  public static let loadedFiles = files()

  /// - Parameter files: paths; one that cannot be read counts by its name.
  static func digest(of files: [String]) -> String {
    var hash = SHA256()
    for file in files {
      var status = stat()
      let isThere = unsafe stat(file, &status) == 0
      let times =
        "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
      let text = isThere ? "\(file) \(status.st_dev) \(status.st_ino) \(status.st_size) \(times)" : file
      hash.update(data: Array(text.utf8) + [0])
    }
    return hash.finalize().map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  private static func files() -> [String] {
    guard let maps = unsafe fopen("/proc/self/maps", "re") else { return [] }
    defer { unsafe fclose(maps) }
    var files: Set<String> = []
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { unsafe free(line) }
    // `getline` keeps one NUL-terminated line at `line` until the next call, and grows it as needed.
    while unsafe getline(&line, &capacity, maps) > 0, let text = unsafe line.map({ unsafe String(cString: $0) }) {
      // Address, rights, offset, device, inode, path.
      let parts = text.split(separator: " ", maxSplits: 5)
      guard parts.count == 6, parts[1].contains("x") else { continue }
      // Blanks pad the path to a column.
      let path = parts[5].drop { $0 == " " }.prefix { $0 != "\n" }
      if path.hasPrefix("/") { files.insert(String(path)) }
    }
    return files.sorted()
  }
}

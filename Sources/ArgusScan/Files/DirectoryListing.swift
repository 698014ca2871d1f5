import Glibc

/// This is what stands in one directory, in the order of the names' bytes.
struct DirectoryListing {
  enum Kind: Sendable { case file, directory, link, other }

  struct Entry: Sendable {
    var name: [UInt8]
    var kind: Kind
  }

  var entries: [Entry]

  /// nil where the directory cannot be read.
  init?(_ path: FilePath) {
    guard let handle = path.withCString({ opendir($0) }) else { return nil }
    defer { closedir(handle) }
    var entries: [Entry] = []
    // Safe: an entry is valid until the next `readdir` on this handle, which nobody else has.
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == Self.here || name == Self.above { continue }
      entries.append(Entry(name: name, kind: Self.kind(entry.pointee.d_type, name, in: path)))
    }
    self.entries = entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// Some file systems do not tell the kind with the name.
  private static func kind(_ type: UInt8, _ name: [UInt8], in directory: FilePath) -> Kind {
    switch Int(type) {
    case DT_REG: return .file
    case DT_DIR: return .directory
    case DT_LNK: return .link
    case DT_UNKNOWN:
      var status = stat()
      guard directory.appending(name).withCString({ lstat($0, &status) }) == 0 else { return .other }
      return kind(ofMode: status.st_mode)
    default: return .other
    }
  }

  static func kind(ofMode mode: mode_t) -> Kind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    default: .other
    }
  }

  private static let here = Array(".".utf8)
  private static let above = Array("..".utf8)
}

import FoundationEssentials

/// This is the list of files a scan reads, found as it goes; links are not followed, `.git` is left out.
struct FileWalker {
  enum Entry {
    case file(String)
    case unreadable(String, reason: String)
  }

  private var waiting: [String]
  private let named: Set<String>
  private let files = FileManager.default

  init(paths: [String]) {
    waiting = paths.reversed()
    named = Set(paths)
  }

  mutating func next() -> Entry? {
    while let path = waiting.popLast() {
      if path == "-" { return .file(path) }
      guard let attributes = try? files.attributesOfItem(atPath: path),
        let type = attributes[.type] as? FileAttributeType
      else { return .unreadable(path, reason: "no such file") }
      switch type {
      case .typeDirectory:
        guard let names = try? files.contentsOfDirectory(atPath: path) else {
          return .unreadable(path, reason: "the directory cannot be read")
        }
        let base = path.hasSuffix("/") ? path : path + "/"
        waiting += names.filter { $0 != ".git" }.sorted(by: >).map { base + $0 }
      case .typeRegular:
        return .file(path)
      default:
        // A link or device inside a directory is skipped; one that was named is told.
        if named.contains(path) {
          if type == .typeSymbolicLink, let target = try? files.destinationOfSymbolicLink(atPath: path) {
            let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            waiting.append(target.hasPrefix("/") ? target : parent + target)
          } else {
            return .unreadable(path, reason: "not a file or directory")
          }
        }
      }
    }
    return nil
  }
}

import FoundationEssentials

/// This is the list of files a scan reads, found as it goes; links are not followed, `.git` is left out.
public struct FileWalker {
  public enum Entry {
    case file(String)
    case unreadable(String, reason: String)
  }

  /// The system's own bound on links to links.
  private static let maximumLinks = 40

  private var waiting: [String]
  /// Paths the user asked for, by name or through links, with the links followed so far.
  private var named: [String: Int]
  private let files = FileManager.default

  public init(paths: [String]) {
    waiting = paths.reversed()
    named = Dictionary(paths.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
  }

  public mutating func next() -> Entry? {
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
        // A link or device inside a directory is skipped; one that was named is followed or told.
        guard let links = named[path] else { continue }
        guard type == .typeSymbolicLink, links < Self.maximumLinks,
          let target = try? files.destinationOfSymbolicLink(atPath: path)
        else { return .unreadable(path, reason: "not a file or directory, or too many links") }
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let next = target.hasPrefix("/") ? target : parent + target
        named[next] = links + 1
        waiting.append(next)
      }
    }
    return nil
  }
}

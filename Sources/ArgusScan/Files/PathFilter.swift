/// This is what the caller wants and does not want to be read, by patterns with the meaning of an ignore file's.
public struct PathFilter: Sendable {
  private let excluded: IgnoreList
  private let included: IgnoreList
  private let base: FilePath
  /// True where names that begin with a dot are left out.
  private let skipsHidden: Bool

  /// Patterns with a slash in them are about paths from `base`.
  public init(exclude: [String] = [], include: [String] = [], skipsHidden: Bool = false, base: FilePath) {
    excluded = IgnoreList(lines: exclude)
    included = IgnoreList(lines: include)
    self.skipsHidden = skipsHidden
    self.base = base
  }

  /// Whether a walk need not go into the directory at the absolute `path`.
  func prunes(_ path: FilePath) -> Bool {
    if skipsHidden, Self.isHidden(path) { return true }
    return !excluded.isEmpty && excluded.verdict(name(path)[...], isDirectory: true) == .ignored
  }

  /// Whether the file at the absolute `path` is wanted.
  func admits(_ path: FilePath) -> Bool {
    if skipsHidden, Self.isHidden(path) { return false }
    if excluded.isEmpty, included.isEmpty { return true }
    let name = name(path)
    if !excluded.isEmpty, excluded.covers(name) { return false }
    return included.isEmpty || included.covers(name)
  }

  private func name(_ path: FilePath) -> [UInt8] {
    path.relative(to: base) ?? Array(path.bytes.drop { $0 == UInt8(ascii: "/") })
  }

  private static func isHidden(_ path: FilePath) -> Bool {
    let start = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return start < path.bytes.count && path.bytes[start] == UInt8(ascii: ".")
  }
}

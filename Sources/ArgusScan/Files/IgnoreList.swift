/// This is the content of one ignore file: its patterns in order, the last that matches decides.
public struct IgnoreList: Sendable {
  public enum Verdict: Sendable, Hashable { case ignored, wanted }

  /// Lines beyond it are not read; git itself knows no bound, and no ignore file comes near.
  private static let maximumPatterns = 100_000

  private let patterns: [IgnorePattern]

  public var isEmpty: Bool { patterns.isEmpty }

  public init(content: some Collection<UInt8>) {
    var content = content[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
    var patterns: [IgnorePattern] = []
    for line in content.split(separator: UInt8(ascii: "\n")) where patterns.count < Self.maximumPatterns {
      if let pattern = IgnorePattern(line: line) { patterns.append(pattern) }
    }
    self.patterns = patterns
  }

  public init(lines: [String]) { patterns = lines.compactMap { IgnorePattern(line: $0.utf8) } }

  /// What the list says about `path`, relative to the directory the list stands in; nil where it says nothing.
  public func verdict(_ path: ArraySlice<UInt8>, isDirectory: Bool) -> Verdict? {
    for pattern in patterns.reversed() where pattern.matches(path, isDirectory: isDirectory) {
      return pattern.isNegated ? .wanted : .ignored
    }
    return nil
  }

  /// Whether the list ignores `path` or a directory it stands in.
  public func covers(_ path: [UInt8]) -> Bool {
    for index in path.indices where path[index] == UInt8(ascii: "/") {
      if verdict(path[..<index], isDirectory: true) == .ignored { return true }
    }
    return verdict(path[...], isDirectory: false) == .ignored
  }
}

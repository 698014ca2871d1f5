/// This is one line of an ignore file, with git's meaning: what it matches, whether it takes back, and whether it is
/// about directories only.
public struct IgnorePattern: Sendable {
  /// True for `!pattern`: what earlier lines ignored is wanted after all.
  public let isNegated: Bool
  /// True for `pattern/`.
  public let isDirectoryOnly: Bool
  /// True where the pattern is about the last part of a path, at any depth.
  private let isNameOnly: Bool
  private let wildcard: Wildcard

  /// nil for a blank line or a comment.
  public init?(line: some Collection<UInt8>) {
    var line = Array(line)
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    Self.trimBlanks(&line)
    var pattern = line[...]
    if pattern.first == UInt8(ascii: "!") {
      isNegated = true
      pattern = pattern.dropFirst()
    } else {
      isNegated = false
    }
    if pattern.last == UInt8(ascii: "/") {
      isDirectoryOnly = true
      pattern = pattern.dropLast()
    } else {
      isDirectoryOnly = false
    }
    isNameOnly = !pattern.contains(UInt8(ascii: "/"))
    if isNameOnly {
      wildcard = Wildcard(Array(pattern), crossesSlashes: true)
    } else {
      if pattern.first == UInt8(ascii: "/") { pattern = pattern.dropFirst() }
      wildcard = Wildcard(Array(pattern), crossesSlashes: false)
    }
  }

  /// Whether the pattern speaks of `path`, which is relative to the directory of the ignore file.
  public func matches(_ path: ArraySlice<UInt8>, isDirectory: Bool) -> Bool {
    if isDirectoryOnly, !isDirectory { return false }
    guard isNameOnly else { return wildcard.matches(path) }
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? path.startIndex
    return wildcard.matches(path[start...])
  }

  /// Blanks at the end are no part of the pattern, unless a backslash stands before them.
  private static func trimBlanks(_ line: inout [UInt8]) {
    var end = 0
    var index = 0
    while index < line.count {
      if line[index] == UInt8(ascii: "\\") {
        index += 2
        end = min(index, line.count)
      } else {
        index += 1
        if line[index - 1] != UInt8(ascii: " ") { end = index }
      }
    }
    line.removeSubrange(end...)
  }
}

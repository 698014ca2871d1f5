/// This is the reading of `git diff --unified=0`: which lines of which new files were added.
///
/// Added and removed lines are counted by their hunk's head and never looked at, so that no content can pass for a
/// head.
struct GitDiffReader {
  /// The added lines by path from the work tree's root. A file that is listed without lines has lost lines only.
  private(set) var added: [[UInt8]: LineRanges] = [:]
  private var path: [UInt8]?
  private var remaining = (old: 0, new: 0)

  mutating func read(_ line: [UInt8]) {
    if remaining.old > 0 || remaining.new > 0 {
      switch line.first {
      case UInt8(ascii: "+"): remaining.new -= 1
      case UInt8(ascii: "-"): remaining.old -= 1
      case UInt8(ascii: " "): remaining = (remaining.old - 1, remaining.new - 1)
      default: break
      }
      return
    }
    if line.starts(with: Self.section) {
      path = nil
    } else if line.starts(with: Self.newFile) {
      path = Self.newPath(line[Self.newFile.count...])
      if let path, added[path] == nil { added[path] = LineRanges() }
    } else if line.starts(with: Self.hunk), let hunk = Self.parse(line) {
      remaining = (hunk.old, hunk.new)
      if let path, hunk.new > 0 { added[path, default: LineRanges()].append(hunk.start...(hunk.start + hunk.new - 1)) }
    }
  }

  /// `b/path`, perhaps quoted, perhaps with a tab behind it; nil for `/dev/null`.
  private static func newPath(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var name: [UInt8]
    if text.first == UInt8(ascii: "\"") {
      name = QuotedPath.unquoted(text)
    } else {
      name = Array(text)
      // Git ends a name that holds a blank with a tab.
      if name.last == UInt8(ascii: "\t") { name.removeLast() }
    }
    return name.starts(with: prefix) ? Array(name.dropFirst(prefix.count)) : nil
  }

  /// `@@ -a,b +c,d @@`; a count of one is left out.
  private static func parse(_ line: [UInt8]) -> (old: Int, start: Int, new: Int)? {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
    guard parts.count >= 3, parts[1].first == UInt8(ascii: "-"), parts[2].first == UInt8(ascii: "+"),
      let old = range(parts[1].dropFirst()), let new = range(parts[2].dropFirst())
    else { return nil }
    return (old.count, max(1, new.start), new.count)
  }

  private static func range(_ text: ArraySlice<UInt8>) -> (start: Int, count: Int)? {
    let numbers = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      Int(String(decoding: $0, as: UTF8.self))
    }
    guard let first = numbers.first, let start = first, (0...Int(Int32.max)).contains(start) else { return nil }
    guard numbers.count > 1 else { return (start, 1) }
    guard let count = numbers[1], (0...Int(Int32.max)).contains(count) else { return nil }
    return (start, count)
  }

  static let prefix = Array("b/".utf8)
  private static let section = Array("diff --git ".utf8)
  private static let newFile = Array("+++ ".utf8)
  private static let hunk = Array("@@ ".utf8)
}

/// This is git's way to write a path with unusual characters: C escapes in double quotes.
enum QuotedPath {
  /// `text` begins with the quote; what follows the closing one is ignored.
  static func unquoted(_ text: some Collection<UInt8>) -> [UInt8] {
    let text = Array(text)
    var result: [UInt8] = []
    var index = 1
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      guard text[index] == UInt8(ascii: "\\"), index + 1 < text.count else {
        result.append(text[index])
        index += 1
        continue
      }
      let octal = text[(index + 1)...].prefix(3)
      if octal.count == 3, octal.allSatisfy({ (0x30...0x37).contains($0) }) {
        result.append(octal.reduce(0) { ($0 & 0x1F) << 3 | ($1 & 7) })
        index += 4
      } else {
        result.append(escapes[text[index + 1]] ?? text[index + 1])
        index += 2
      }
    }
    return result
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11,
    UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
  ]
}

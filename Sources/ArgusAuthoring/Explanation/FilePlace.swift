/// This is a place in a file as people write it: `FILE:OFFSET` or `FILE:LINE:COLUMN`.
public struct FilePlace: Sendable, Hashable {
  public var file: String
  private var offset: Int?
  /// Whether the place is one of bytes, not of lines.
  public var isOffset: Bool { offset != nil }
  private var line = 0
  private var column = 0

  /// nil where `text` has no number behind a colon.
  public init?(_ text: String) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, let last = parts.popLast().flatMap({ Int($0) }), last >= 0 else { return nil }
    if parts.count >= 2, let previous = parts.last.flatMap({ Int($0) }) {
      parts.removeLast()
      (line, column) = (previous, last)
    } else {
      offset = last
    }
    file = parts.joined(separator: ":")
    if file.isEmpty { return nil }
  }

  /// The place in bytes of the file's content; nil where it lies outside. Columns count Unicode scalars from 1.
  public func offset(in bytes: [UInt8]) -> Int? {
    if let offset { return offset < bytes.count ? offset : nil }
    let lines = LineTable(bytes)
    guard (1...lines.count).contains(line), column >= 1 else { return nil }
    var scalar = 0
    for index in lines.range(of: line) where bytes[index] & 0xC0 != 0x80 {
      scalar += 1
      if scalar == column { return index }
    }
    return nil
  }
}

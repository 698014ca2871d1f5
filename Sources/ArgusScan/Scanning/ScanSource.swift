/// This is where the things to scan come from, one after the other, in an order that does not change between runs.
public protocol ScanSource: Sendable {
  mutating func next() -> ScanEntry?
}

/// This is one answer of a source.
public enum ScanEntry: Sendable {
  case item(ScanItem)
  case unreadable(FilePath, reason: String)
  case skipped(SkipReason)
}

/// This is why something was left out on purpose.
public enum SkipReason: String, Sendable, Hashable, CaseIterable {
  case ignored, excluded, binary, tooLarge
}

/// This is one text to scan and how to get at its bytes.
public struct ScanItem: Sendable {
  public enum Content: Sendable {
    case file(FilePath, followsLink: Bool)
    case standardInput
    case object(GitObjectReader, id: String)
    /// What is in memory already, such as a file of an archive.
    case bytes([UInt8])
  }

  /// The path as people see it.
  public var path: FilePath
  public var content: Content
  /// The lines that count; nil where all do.
  public var lines: LineRanges?

  public init(path: FilePath, content: Content, lines: LineRanges? = nil) {
    self.path = path
    self.content = content
    self.lines = lines
  }
}

import Glibc

/// This is how a file is given to the inspection: what it claims to be, by its name, or where it has none by its bytes.
public enum ContentKind: Sendable, Hashable {
  /// One text.
  case text
  /// One JSON document, read by its fields.
  case json
  /// A JSON document on each line.
  case jsonLines
  /// A transcript of server-sent events.
  case eventStream
  /// Bytes that are no text.
  case binary

  /// Git looks at as many bytes to tell text from anything else.
  public static let headBytes = 8_000

  /// - Parameters:
  ///   - name: the file's name or path.
  ///   - head: its first ``headBytes`` or more.
  public init(name: [UInt8], head: Span<UInt8>) {
    if Self.isBinary(head) {
      self = .binary
      return
    }
    switch Self.suffix(of: name) {
    case "json", "ipynb", "webmanifest", "geojson", "har", "sarif": self = .json
    case "jsonl", "ndjson": self = .jsonLines
    case "sse": self = .eventStream
    default: self = Self.beginsAsEvent(head) ? .eventStream : .text
    }
  }

  /// What the inspection is told; it reads JSON wherever the bytes are JSON, so standard input needs no name.
  public func contentType(isNamed: Bool) -> String {
    switch self {
    case .json, .jsonLines: "application/json"
    case .text, .eventStream: isNamed ? "text/plain" : ""
    case .binary: "application/octet-stream"
    }
  }

  /// A NUL within the head, except in UTF-16 and UTF-32, which say so at the beginning.
  private static func isBinary(_ head: Span<UInt8>) -> Bool {
    let count = min(head.count, headBytes)
    if count >= 2, (head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF) { return false }
    // Safe: the buffer is used only inside the closure, and `memchr` looks at its own bytes only.
    return head.extracting(0..<count).withUnsafeBytes { buffer in
      buffer.baseAddress.map { memchr($0, 0, buffer.count) != nil } ?? false
    }
  }

  private static func suffix(of name: [UInt8]) -> String {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.count - dot <= 12 else { return "" }
    return String(decoding: name[(dot + 1)...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// `event: …` or `data: {` at the very beginning: other texts do not begin so.
  private static func beginsAsEvent(_ head: Span<UInt8>) -> Bool {
    starts(head, "event:") || starts(head, "data: {") || starts(head, "data:{")
  }

  private static func starts(_ head: Span<UInt8>, _ text: StaticString) -> Bool {
    guard head.count >= text.utf8CodeUnitCount else { return false }
    // Safe: a static string's bytes are always there; the index stays below their count.
    for index in 0..<text.utf8CodeUnitCount where head[index] != text.utf8Start[index] { return false }
    return true
  }
}

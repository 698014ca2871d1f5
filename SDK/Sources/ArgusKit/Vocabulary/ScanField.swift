/// This is one text of a request as detectors see it.
public struct ScanField: Sendable, Hashable {
  /// Where the text stands in the request, such as `messages[3].content[1].text`.
  public let path: String
  /// The text after JSON escapes and decoding steps are undone.
  public let text: String
  /// The file that a tool result came from; empty where there is none.
  public let sourceFilename: String

  public init(path: String, text: String, sourceFilename: String = "") {
    self.path = path
    self.text = text
    self.sourceFilename = sourceFilename
  }
}

/// This is a transcript of server-sent events taken apart: the JSON of its `data` lines, one document for each event,
/// and everything else as a text. Every byte that may carry text is in one of the two.
struct EventStreamText {
  private(set) var documents = SplicedText()
  private(set) var rest = SplicedText()

  private static let data = Array("data:".utf8)
  private static let done = Array("[DONE]".utf8)

  init(_ bytes: Span<UInt8>) {
    var start = 0
    var isInDocument = false
    while start < bytes.count {
      let (end, next) = Self.lineEnd(bytes, from: start)
      if end == start {
        // A blank line ends the event.
        if isInDocument { documents.append(UInt8(ascii: "\n"), at: start) }
        isInDocument = false
        rest.append(bytes, start..<next)
      } else if let content = Self.payload(bytes, start..<end), isInDocument || Self.isJSON(bytes, content) {
        // Further `data` lines of one event belong to the same document.
        if isInDocument { documents.append(UInt8(ascii: "\n"), at: content.lowerBound) }
        documents.append(bytes, content)
        isInDocument = true
      } else {
        rest.append(bytes, start..<next)
      }
      start = next
    }
  }

  /// The end of the line, and where the next one begins: lines end with CR, LF or both.
  private static func lineEnd(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, next: Int) {
    var index = start
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    guard index < bytes.count else { return (index, index) }
    let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
    return (index, index + (isPair ? 2 : 1))
  }

  /// What stands behind `data:` and one blank.
  private static func payload(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
    guard line.count >= data.count else { return nil }
    for index in data.indices where bytes[line.lowerBound + index] != data[index] { return nil }
    var start = line.lowerBound + data.count
    if start < line.upperBound, bytes[start] == 0x20 { start += 1 }
    return start..<line.upperBound
  }

  /// `[DONE]` is what some providers end a stream with, and no JSON.
  private static func isJSON(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Bool {
    guard let first = content.first(where: { bytes[$0] != 0x20 && bytes[$0] != 0x09 }) else { return false }
    guard bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") else { return false }
    let isDone = content.upperBound - first == done.count && done.indices.allSatisfy { bytes[first + $0] == done[$0] }
    return !isDone
  }
}

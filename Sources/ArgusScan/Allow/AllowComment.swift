import Glibc

/// This is one `argus:allow RULE-ID reason until=YYYY-MM-DD` of a file.
///
/// It exists for files only: whoever can put text into a request could put the comment there as well, so the proxy
/// never reads it.
struct AllowComment {
  enum Reach: Hashable {
    /// The line it stands on.
    case line
    /// It stands alone, so it speaks for the next line.
    case nextLine
    case file
  }

  enum Fault: Hashable {
    case noReason
    case malformedDay(String)
  }

  /// What it comes to on a day.
  enum Verdict: Hashable {
    case allows
    case noReason
    case malformedDay
    case ended(CalendarDay)
  }

  private static let keyword = Array("argus:allow".utf8)
  private static let maximumBytes = 4 << 10

  var rules: [String] = []
  var reason = ""
  var until: CalendarDay?
  var reach = Reach.line
  var fault: Fault?
  /// The place of the keyword.
  var offset = 0
  var line = 0
  var column = 0
  var isUsed = false

  /// Reads the comment of `line`, a line without its end; nil where it holds none.
  ///
  /// The keyword must stand behind a comment's beginning or at the start of the line, so that a value that happens
  /// to hold it allows nothing.
  init?(line: Span<UInt8>) {
    guard let start = Self.find(in: line, from: 0) else { return nil }
    let keyword = start..<(start + Self.keyword.count)
    guard let bounds = CommentBounds(of: line, from: keyword) else { return nil }
    offset = start
    if bounds.isAlone { reach = .nextLine }
    let text = (keyword.upperBound..<min(bounds.end, start + Self.maximumBytes)).map { line[$0] }
    var words = Self.withoutCloser(String(decoding: text, as: UTF8.self))[...]
    if words.hasPrefix("-file") {
      reach = .file
      words = words.dropFirst(5)
    }
    guard words.first.map(Self.isBlank) ?? true else { return nil }
    rules = Self.takeRules(&words)
    let parts = words.split(whereSeparator: Self.isBlank)
    for part in parts where part.hasPrefix("until=") {
      let day = part.dropFirst(6)
      until = CalendarDay(day)
      if until == nil { fault = .malformedDay(String(day)) }
    }
    reason = parts.filter { !$0.hasPrefix("until=") }.joined(separator: " ")
    if !reason.contains(where: \.isLetter) { fault = fault ?? .noReason }
  }

  /// Takes the ids off the front of `words`: after a comma comes another one, with or without a blank between.
  private static func takeRules(_ words: inout Substring) -> [String] {
    var rules: [String] = []
    words = words.drop(while: isBlank)
    while true {
      words = words.drop { isBlank($0) || $0 == "," }
      let id = words.prefix { !isBlank($0) && $0 != "," }
      guard !id.isEmpty, !id.hasPrefix("until=") else { return rules }
      rules.append(String(id))
      words = words[id.endIndex...]
      guard words.drop(while: isBlank).first == "," else { return rules }
    }
  }

  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

  func verdict(on today: CalendarDay) -> Verdict {
    switch fault {
    case .noReason: return .noReason
    case .malformedDay: return .malformedDay
    case nil:
      if let until, until < today { return .ended(until) }
      return .allows
    }
  }

  /// Where the keyword begins at or after `start`. The colon is its rarest byte.
  static func find(in bytes: Span<UInt8>, from start: Int) -> Int? {
    let before = 5
    // Safe: the buffer is used only inside the closure, and `memchr` looks at its own bytes only.
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var index = start + before
      while index < buffer.count, let found = memchr(base + index, Int32(UInt8(ascii: ":")), buffer.count - index) {
        index = UnsafeRawPointer(found) - base
        let first = index - before
        if buffer.count - first >= keyword.count, buffer[first..<(first + keyword.count)].elementsEqual(keyword) {
          return first
        }
        index += 1
      }
      return nil
    }
  }

  private static func withoutCloser(_ text: String) -> String {
    var text = text[...]
    var isClosed = true
    while isClosed {
      isClosed = false
      while let last = text.last, last.isWhitespace {
        text.removeLast()
        isClosed = true
      }
      for closer in closers where text.hasSuffix(closer) {
        text.removeLast(closer.count)
        isClosed = true
      }
    }
    return String(text)
  }

  private static let closers = ["*/", "-->", "#}", "-}", "*)", "%>", "\"\"\"", "'''", "\"", "'", ",", "}}"]
}

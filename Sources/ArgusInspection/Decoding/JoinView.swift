/// This is the finding of places where one token was written as two: a line that was wrapped, a line that goes on
/// behind a mark, two literals that a program puts together.
///
/// Only what may be a token is joined: enough characters on both sides, and for a plain line break a digit among them,
/// which prose has not. A finding in such a view counts only if it spans the break.
enum JoinView {
  private static let minimumSide = 3
  private static let minimumToken = 16
  /// Longer chains of breaks are lists.
  private static let longestChain = 3
  /// How much of each side is looked at.
  private static let side = 64
  /// Blanks and marks between the two sides.
  private static let maximumGap = 64

  /// The break at the line end `index`, the first byte of CR LF.
  static func lineBreak(
    at index: Int, in text: Span<UInt8>, _ map: borrowing ByteClassMap, after first: Int
  ) -> DecodingSite? {
    guard index > first else { return nil }
    guard let right = nextLine(after: index, in: text) else { return nil }
    if text[index - 1] == UInt8(ascii: "=") {
      return softBreak(before: index, right: right, in: text, map, after: first)
    }
    guard let start = skipped(from: right, left: index, in: text) else { return nil }
    let sides = Sides(text, map, left: index, right: start, from: first)
    guard sides.isJoinable(minimumToken, in: text), sides.hasDigit(in: text) else { return nil }
    // An indented line that says more than the token is the next statement.
    if ByteClass.isBlank(text[start - 1]), start + sides.right < text.count,
      ByteClass.isBlank(text[start + sides.right])
        || text[start + sides.right] == UInt8(ascii: "(") || text[start + sides.right] == UInt8(ascii: ":")
    {
      return nil
    }
    return DecodingSite(removed: index..<start)
  }

  /// The soft break of quoted-printable: a `=` at the end of a full line. Base64 ends with that sign as well, and so do
  /// settings without a value; what is as long as padded base64 would be is no soft break.
  private static func softBreak(
    before index: Int, right: Int, in text: Span<UInt8>, _ map: borrowing ByteClassMap, after first: Int
  ) -> DecodingSite? {
    var start = index - 1
    while start > 0, index - start <= softLine.upperBound, text[start - 1] != 0x0A { start -= 1 }
    let sides = Sides(text, map, left: index - 1, right: right, from: first)
    guard softLine.contains(index - start), sides.isJoinable(minimumToken / 2, in: text),
      sides.left < 40 || sides.left % 4 != 3
    else { return nil }
    return DecodingSite(removed: (index - 1)..<right)
  }

  /// RFC 2045 allows 76 characters; encoders stay a little below.
  private static let softLine = 70...76

  /// A backslash at a line's end.
  static func continuation(at index: Int, in text: Span<UInt8>, _ map: borrowing ByteClassMap) -> DecodingSite? {
    guard index + 1 < text.count, text[index + 1] == 0x0A || text[index + 1] == 0x0D, index > 0,
      let right = nextLine(after: index + 1, in: text), let start = skipped(from: right, left: index, in: text),
      Sides(text, map, left: index, right: start, from: 0).isJoinable(minimumToken / 2, in: text)
    else { return nil }
    return DecodingSite(removed: index..<start)
  }

  /// A quote that closes one literal where another follows: `"ab" + "cd"`, `'ab' . 'cd'`, `"ab" & _`, `f"ab" f"cd"`,
  /// with or without a comment between them.
  static func concatenation(
    at index: Int, in text: Span<UInt8>, _ map: borrowing ByteClassMap, after first: Int
  ) -> DecodingSite? {
    guard index > first, text[index] != UInt8(ascii: "=") else { return nil }
    var next = index + 1
    var hasOperator = false
    let limit = min(text.count, index + maximumGap)
    while next < limit {
      if let start = literal(at: next, in: text) {
        let sides = Sides(text, map, left: index, right: start, from: first)
        // Of neighbours without a sign between them, most are a list.
        let isToken =
          hasOperator
          ? sides.isJoinable(8, side: 1, in: text)
          : sides.isJoinable(minimumToken, in: text) && sides.hasDigit(in: text)
        return isToken ? DecodingSite(removed: index..<start) : nil
      }
      switch text[next] {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "\\"): next += 1
      case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "~"):
        hasOperator = true
        next += 1
      case UInt8(ascii: "_") where hasOperator && next + 1 < limit && isLineEnd(text[next + 1]): next += 1
      default:
        guard beginsComment(at: next, in: text) else { return nil }
        while next < limit, !isLineEnd(text[next]) { next += 1 }
      }
    }
    return nil
  }

  /// Where the content of the literal begins whose quote, or the letters before it, stand at `index`.
  private static func literal(at index: Int, in text: Span<UInt8>) -> Int? {
    var quote = index
    while quote < text.count, quote - index < maximumPrefix, isPrefix(text[quote]) { quote += 1 }
    guard quote < text.count else { return nil }
    switch text[quote] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return quote + 1
    default: return nil
    }
  }

  /// As many marks as a language has before one literal: `rb"`, `$@"`.
  private static let maximumPrefix = 2

  private static func isPrefix(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "L"), UInt8(ascii: "B"), UInt8(ascii: "F"),
      UInt8(ascii: "R"), UInt8(ascii: "U"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "r"),
      UInt8(ascii: "u"):
      true
    default: false
    }
  }

  /// `#` or `//`.
  private static func beginsComment(at index: Int, in text: Span<UInt8>) -> Bool {
    let isSlash = text[index] == UInt8(ascii: "/")
    return text[index] == UInt8(ascii: "#") || isSlash && index + 1 < text.count && text[index + 1] == text[index]
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// The start of the line behind the line end at `index`.
  private static func nextLine(after index: Int, in text: Span<UInt8>) -> Int? {
    let isPair = text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
    let start = index + (isPair ? 2 : 1)
    return start < text.count ? start : nil
  }

  /// Behind the indentation of the line at `start`, and behind the mark that this line and the left one begin with, as
  /// in a diff, a quotation or a comment.
  private static func skipped(from start: Int, left: Int, in text: Span<UInt8>) -> Int? {
    var index = start
    let limit = min(text.count, start + maximumGap)
    if index < limit, isMark(text[index]), text[index] == lineStart(before: left, in: text) { index += 1 }
    while index < limit, ByteClass.isBlank(text[index]) { index += 1 }
    return index < limit && ByteClass.isToken(text[index]) ? index : nil
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "#")
      || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "*")
  }

  /// The first byte of the line that holds `index`; nil where the line is too long to look.
  private static func lineStart(before index: Int, in text: Span<UInt8>) -> UInt8? {
    var start = index
    while start > 0, index - start < 256, text[start - 1] != 0x0A { start -= 1 }
    return start == 0 || text[start - 1] == 0x0A ? text[start] : nil
  }

  /// This is the token characters on both sides of a break.
  private struct Sides {
    private let end: Int
    private let start: Int
    private(set) var left = 0
    private(set) var right = 0

    init(_ text: Span<UInt8>, _ map: borrowing ByteClassMap, left end: Int, right start: Int, from first: Int) {
      self.end = end
      self.start = start
      let leftLimit = min(JoinView.side, end - first)
      while left < leftLimit {
        left += map.tokens(before: end - left)
        guard left < leftLimit, ByteClass.isToken(text[end - left - 1]) else { break }
        left += 1
      }
      left = max(0, min(left, leftLimit))
      let rightLimit = min(JoinView.side, text.count - start)
      while right < rightLimit {
        right += map.tokens(from: start + right)
        guard right < rightLimit, ByteClass.isToken(text[start + right]) else { break }
        right += 1
      }
      right = max(0, min(right, rightLimit))
    }

    func isJoinable(_ minimum: Int, side: Int = JoinView.minimumSide, in text: Span<UInt8>) -> Bool {
      left >= side && right >= side && left + right >= minimum && !isRule(text)
    }

    func hasDigit(in text: Span<UInt8>) -> Bool {
      (end - left..<end).contains { ByteClass.isDigit(text[$0]) }
        || (start..<start + right).contains { ByteClass.isDigit(text[$0]) }
    }

    /// A line of dashes or equals signs, such as a PEM label.
    private func isRule(_ text: Span<UInt8>) -> Bool {
      end >= 2 && text[end - 1] == text[end - 2] && !ByteClass.isAlphanumeric(text[end - 1])
    }
  }
}

extension JoinView {
  /// `sites` in order, of two that overlap only the first.
  static func ordered(_ sites: [DecodingSite]) -> [DecodingSite] {
    var ordered: [DecodingSite] = []
    for site in sites.sorted(by: { $0.start < $1.start }) where site.start >= (ordered.last?.end ?? 0) {
      ordered.append(site)
    }
    return ordered
  }

  /// Those of `sites` between which nothing but tokens stands, as far as they are few. A token that is cut once, beside
  /// a line that is a word, is whole only where its own break is joined and the next is not.
  static func entangled(_ sites: [DecodingSite], in text: Span<UInt8>) -> [DecodingSite] {
    var entangled: [DecodingSite] = []
    var first = 0
    for index in sites.indices {
      if index + 1 < sites.count,
        (sites[index].end..<sites[index + 1].start).allSatisfy({ ByteClass.isToken(text[$0]) })
      {
        continue
      }
      if (2...longestChain).contains(index + 1 - first) { entangled += sites[first...index] }
      first = index + 1
    }
    return entangled
  }
}

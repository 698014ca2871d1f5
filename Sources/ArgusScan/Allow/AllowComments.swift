import ArgusKit
import ArgusRules

/// This is all comments of one piece of a file, and what they allow.
struct AllowComments {
  /// Comments of one piece that are read; a file with more of them is no file of a person's.
  private static let maximum = 10_000

  private var comments: [AllowComment] = []
  private var byLine: [Int: [Int]] = [:]
  private(set) var fileComments: [AllowComment]

  var isEmpty: Bool { comments.isEmpty && fileComments.isEmpty }

  /// - Parameters:
  ///   - lines: Stands where the piece begins.
  ///   - fileComments: Those of the pieces before.
  init(_ bytes: Span<UInt8>, base: Int, lines: LineIndex, fileComments: [AllowComment]) {
    self.fileComments = fileComments
    var lines = lines
    var position = 0
    while comments.count < Self.maximum, let found = AllowComment.find(in: bytes, from: position) {
      var start = found
      while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
      var end = found
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
      position = end
      guard var comment = AllowComment(line: bytes.extracting(start..<end)) else { continue }
      comment.offset += start + base
      let place = lines.place(of: comment.offset, in: bytes, base: base)
      (comment.line, comment.column) = (place.line, place.column)
      guard comment.reach != .file else {
        if self.fileComments.count < Self.maximum { self.fileComments.append(comment) }
        continue
      }
      byLine[comment.reach == .line ? comment.line : comment.line + 1, default: []].append(comments.count)
      comments.append(comment)
    }
  }

  /// The comments that name `rule` and reach `line`, those of the line before those of the file.
  func speaking(of rule: String, on line: Int) -> [AllowComment] {
    ((byLine[line] ?? []).map { comments[$0] } + fileComments).filter { $0.rules.contains(rule) }
  }

  /// - Parameter mask: Covers the values of `records`, which a reason may repeat.
  mutating func apply(to records: inout [ScanRecord], today: CalendarDay, _ mask: ValueMask) {
    // They are kept for the next piece, which does not know the values of this one.
    for index in fileComments.indices { fileComments[index].reason = mask.masked(fileComments[index].reason) }
    for index in records.indices where records[index].line > 0 {
      for comment in byLine[records[index].line] ?? [] {
        if Self.judge(comments[comment], &records[index], today, mask) { comments[comment].isUsed = true }
      }
      for comment in fileComments.indices {
        if Self.judge(fileComments[comment], &records[index], today, mask) { fileComments[comment].isUsed = true }
      }
    }
  }

  /// Whether `comment` speaks of `record`, which it allows unless it is faulty or at its end.
  private static func judge(
    _ comment: AllowComment, _ record: inout ScanRecord, _ today: CalendarDay, _ mask: ValueMask
  ) -> Bool {
    guard comment.rules.contains(record.ruleID) else { return false }
    switch comment.verdict(on: today) {
    case .noReason: record.note = record.note ?? "an argus:allow comment without a reason does not count"
    case .malformedDay: record.note = record.note ?? "an argus:allow comment with a malformed day does not count"
    case .ended(let day): record.note = record.note ?? "the argus:allow comment ended on \(day)"
    case .allows:
      record.suppression = ScanRecord.Suppression(
        kind: .comment, reason: mask.masked(comment.reason), until: comment.until?.description)
      record.note = nil
    }
    return true
  }

  /// What is wrong with the comments that begin in `owned`, with `mask` over the words of theirs that are quoted.
  func notices(
    path: String, owned: Range<Int>, ruleIDs: Set<String>, tellsUnused: Bool, _ mask: ValueMask
  ) -> [Diagnostic] {
    var notices: [Diagnostic] = []
    for comment in comments + fileComments where owned.contains(comment.offset) {
      func tell(_ notice: ScanNotice, _ detail: String = "") {
        notices.append(
          notice.diagnostic(path: path, line: comment.line, column: comment.column, detail: detail))
      }
      switch comment.fault {
      case .noReason: tell(.commentWithoutReason)
      case .malformedDay(let day): tell(.malformedDay, Self.looksLikeDay(day) ? mask.masked(day) : "")
      case nil:
        if let unknown = comment.rules.first(where: { !ruleIDs.contains($0) }) {
          tell(.unknownRule, Self.looksLikeRule(unknown) ? mask.masked(unknown) : "")
        } else if tellsUnused, !comment.isUsed {
          tell(.unusedComment)
        }
      }
    }
    return notices
  }

  // Anything else may be a value that was put in the wrong place, so it is not quoted.

  private static func looksLikeDay(_ word: String) -> Bool {
    (1...10).contains(word.utf8.count) && word.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  private static func looksLikeRule(_ word: String) -> Bool {
    word.utf8.count <= 80 && word.utf8.contains(0x2E)
      && word.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F
      }
  }
}

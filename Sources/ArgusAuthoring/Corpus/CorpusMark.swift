/// This is one `argus: expect RULE…` or `argus: ok RULE…` in a fixture file.
///
/// A mark stands in a comment of any syntax. It speaks of its own line, or, where nothing but comment signs stands beside
/// it, of the next line that has no such mark.
struct CorpusMark {
  enum Kind: String { case expect, ok }

  var kind: Kind
  /// Empty on an `ok` that allows no finding at all.
  var rules: [String]
  /// 1-based: the line it speaks of.
  var line: Int
  /// 1-based: where it stands.
  var place: (line: Int, column: Int)
}

/// This is a fixture file with its marks taken out, so that their words are no context for any rule.
struct MarkedText {
  /// As long as the file; where a mark stood are blanks.
  private(set) var text: [UInt8]
  private(set) var marks: [CorpusMark] = []
  private(set) var lines: LineTable

  private static let sign = Array("argus:".utf8)

  /// - Parameter known: the ids of live rules: a mark may name one that has no dot.
  init(_ bytes: [UInt8], known: Set<String>) {
    text = bytes
    lines = LineTable(bytes)
    guard Self.find(Self.sign, in: bytes[...]) != nil else { return }
    var waiting: [Int] = []
    for line in 1...lines.count {
      let range = lines.range(of: line)
      let found = Self.marks(in: bytes, range, known)
      let isAlone = !found.isEmpty && Self.isBlank(bytes, range, besides: found.map(\.range))
      if !isAlone {
        for index in waiting { marks[index].line = line }
        waiting = []
      }
      for entry in found {
        for index in entry.range { text[index] = 0x20 }
        if isAlone { waiting.append(marks.count) }
        marks.append(
          CorpusMark(
            kind: entry.kind, rules: entry.rules, line: line,
            place: (line, entry.range.lowerBound - range.lowerBound + 1)))
      }
    }
  }

  private struct Found {
    var kind: CorpusMark.Kind
    var rules: [String]
    var range: Range<Int>
  }

  private static func marks(in bytes: [UInt8], _ line: Range<Int>, _ known: Set<String>) -> [Found] {
    var found: [Found] = []
    var start = line.lowerBound
    while let place = find(sign, in: bytes[start..<line.upperBound]) {
      start = place + sign.count
      var reader = WordReader(bytes: bytes, position: start, end: line.upperBound)
      guard let kind = CorpusMark.Kind(rawValue: reader.next()) else { continue }
      var rules: [String] = []
      var end = reader.position
      while true {
        let word = reader.next()
        // What follows the ids may be prose; what `expect` names first is always meant as an id.
        let isID = word.contains(".") && !word.hasSuffix(".") || known.contains(word)
        guard isID || kind == .expect && rules.isEmpty && !word.isEmpty else { break }
        rules.append(word)
        end = reader.position
      }
      guard kind == .ok || !rules.isEmpty else { continue }
      found.append(Found(kind: kind, rules: rules, range: place..<end))
      start = end
    }
    return found
  }

  /// Whether a line says nothing besides its marks and the signs around them.
  private static func isBlank(_ bytes: [UInt8], _ line: Range<Int>, besides marks: [Range<Int>]) -> Bool {
    !line.contains { index in
      guard !marks.contains(where: { $0.contains(index) }) else { return false }
      let byte = bytes[index] | 0x20
      return byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
    }
  }

  private static func find(_ needle: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard let head = needle.first, text.count >= needle.count else { return nil }
    var start = text.startIndex
    while let index = text[start...].firstIndex(of: head) {
      if text[index...].starts(with: needle) { return index }
      start = index + 1
    }
    return nil
  }

  /// Words of lower-case letters, digits, `.`, `_` and `-`, with blanks and commas between them.
  private struct WordReader {
    let bytes: [UInt8]
    var position: Int
    let end: Int

    mutating func next() -> String {
      var index = position
      while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == UInt8(ascii: ",") {
        index += 1
      }
      let start = index
      while index < end, isWord(bytes[index]) {
        // The `-->` that ends a comment is no part of an id.
        if bytes[index...].starts(with: Array("-->".utf8)) { break }
        index += 1
      }
      if index > start { position = index }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}

/// This is where each line of a text begins.
struct LineTable {
  private var starts: [Int] = [0]
  private let end: Int

  init(_ bytes: [UInt8]) {
    end = bytes.count
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
  }

  var count: Int { starts.count }

  /// 1-based.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return max(1, low)
  }

  /// 1-based, in characters, as editors count.
  func column(at offset: Int, in bytes: [UInt8]) -> Int {
    let start = range(of: line(at: offset)).lowerBound
    return 1 + bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xC0 != 0x80 }
  }

  /// The bytes of a line without its line break.
  func range(of line: Int) -> Range<Int> {
    let start = starts[line - 1]
    return start..<(line < starts.count ? starts[line] - 1 : end)
  }
}

import ArgusRules

/// This is the search for a rule's context words around a match.
///
/// The window takes in the match itself; the object key that names the field's value counts as standing directly
/// before the field, since `{"aws_secret": "…"}` says what the line `aws_secret = …` says.
enum ContextWindow {
  static func holds(
    _ words: [[UInt8]], _ distance: ContextRequirement.Distance, around span: Range<Int>, in field: Span<UInt8>,
    key: Span<UInt8>
  ) -> Bool {
    let window = window(distance, around: span, in: field)
    let text = field.extracting(window)
    for word in words where contains(word, text) { return true }
    guard window.lowerBound == 0 else { return false }
    for word in words where contains(word, key) { return true }
    return false
  }

  /// How far ``nearest(_:to:in:)`` looks, in bytes.
  static let sight = 4_096

  /// The word that stands nearest to `span`, by its index, and the bytes between the two; nil where none is in sight.
  static func nearest(
    _ words: [[UInt8]], to span: Range<Int>, in field: Span<UInt8>
  ) -> (word: Int, distance: Int)? {
    var best: (word: Int, distance: Int)?
    let seen = window(.bytes(sight), around: span, in: field)
    for (number, word) in words.enumerated() where !word.isEmpty && word.count <= seen.count {
      for start in seen.lowerBound...(seen.upperBound - word.count)
      where contains(word, field.extracting(start..<(start + word.count))) {
        let distance = max(0, span.lowerBound - start - word.count, start - span.upperBound)
        if best.map({ distance < $0.distance }) ?? true { best = (number, distance) }
      }
    }
    return best
  }

  static func window(
    _ distance: ContextRequirement.Distance, around span: Range<Int>, in field: Span<UInt8>
  ) -> Range<Int> {
    switch distance {
    case .bytes(let count):
      let count = max(0, count)
      let upper = count > field.count - span.upperBound ? field.count : span.upperBound + count
      return max(0, span.lowerBound - min(count, span.lowerBound))..<upper
    case .lines(let count):
      var lower = span.lowerBound
      var upper = span.upperBound
      var lines = max(0, count)
      while lower > 0 {
        if field[lower - 1] == 0x0A {
          if lines == 0 { break }
          lines -= 1
        }
        lower -= 1
      }
      lines = max(0, count)
      while upper < field.count {
        if field[upper] == 0x0A {
          if lines == 0 { break }
          lines -= 1
        }
        upper += 1
      }
      return lower..<upper
    }
  }

  /// Compares without case; `word` is in lower case.
  static func contains(_ word: [UInt8], _ text: Span<UInt8>) -> Bool {
    guard let head = word.first, word.count <= text.count else { return false }
    let upperHead = uppercased(head)
    let last = text.count - word.count
    var index = 0
    while index <= last {
      index = ByteSearch.first(of: head, or: upperHead, in: text, from: index)
      guard index <= last else { return false }
      var matched = 1
      while matched < word.count, lowercased(text[index + matched]) == word[matched] { matched += 1 }
      if matched == word.count { return true }
      index += 1
    }
    return false
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func uppercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & ~0x20 : byte
  }
}

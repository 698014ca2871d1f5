import ArgusRules

/// This is the search for context words for all matches of one judgement.
///
/// The first matches of a rule in a field look at the bytes around them. A field with many is read once per rule, and
/// the rest looks the words up: a text made of matches on one long line would else be read once for each of them.
struct ContextSearch {
  /// So many matches of a rule in a field read the text themselves.
  static let directSearches = 4

  private struct Place: Hashable {
    var rule: Int
    var field: Int
  }

  private var searches: [Place: Int] = [:]
  private var words: [Place: WordPlaces] = [:]
  /// By field.
  private var lines: [Int: [Int]] = [:]

  /// Tells what ``ContextWindow/holds(_:_:around:in:key:)`` tells of the match `span` of rule `rule` in field `field`.
  mutating func holds(
    rule: Int, field: Int, _ sought: [[UInt8]], _ distance: ContextRequirement.Distance, around span: Range<Int>,
    in text: Span<UInt8>, key: Span<UInt8>
  ) -> Bool {
    let place = Place(rule: rule, field: field)
    let earlier = searches[place, default: 0]
    searches[place] = earlier + 1
    guard earlier >= Self.directSearches else {
      return ContextWindow.holds(sought, distance, around: span, in: text, key: key)
    }
    let window = window(distance, around: span, in: text, field: field)
    let known = words[place] ?? WordPlaces(of: sought, in: text)
    words[place] = known
    if known.isAny(in: window) { return true }
    return window.lowerBound == 0 && sought.contains { ContextWindow.contains($0, key) }
  }

  private mutating func window(
    _ distance: ContextRequirement.Distance, around span: Range<Int>, in text: Span<UInt8>, field: Int
  ) -> Range<Int> {
    guard case .lines(let count) = distance else { return ContextWindow.window(distance, around: span, in: text) }
    let breaks: [Int] = lines[field] ?? Self.lineBreaks(in: text)
    lines[field] = breaks
    let before = Self.count(of: breaks, below: span.lowerBound)
    let after = Self.count(of: breaks, below: span.upperBound)
    let extra = max(0, count)
    let lower = before > extra ? breaks[before - 1 - extra] + 1 : 0
    let upper = breaks.count - after > extra ? breaks[after + extra] : text.count
    return lower..<upper
  }

  private static func lineBreaks(in text: Span<UInt8>) -> [Int] {
    var breaks: [Int] = []
    var next = ByteSearch.first(of: 0x0A, or: 0x0A, in: text, from: 0)
    while next < text.count {
      breaks.append(next)
      next = ByteSearch.first(of: 0x0A, or: 0x0A, in: text, from: next + 1)
    }
    return breaks
  }

  /// How many of `sorted` are below `bound`.
  fileprivate static func count(of sorted: [Int], below bound: Int) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = low + (high - low) / 2
      if sorted[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// This is where the words of one rule stand in one text.
private struct WordPlaces {
  /// Ascending.
  private let starts: [Int]
  /// By index into ``starts``: the smallest end of a word that starts there or later.
  private let smallestEnds: [Int]

  init(of words: [[UInt8]], in text: Span<UInt8>) {
    var found: [(start: Int, end: Int)] = []
    for word in words where !word.isEmpty {
      var start = 0
      while let at = ContextWindow.first(of: word, in: text, from: start) {
        found.append((at, at + word.count))
        start = at + 1
      }
    }
    found.sort { $0.start < $1.start }
    starts = found.map(\.start)
    var ends = found.map(\.end)
    for index in ends.indices.dropLast().reversed() { ends[index] = min(ends[index], ends[index + 1]) }
    smallestEnds = ends
  }

  func isAny(in window: Range<Int>) -> Bool {
    let first = ContextSearch.count(of: starts, below: window.lowerBound)
    return first < starts.count && smallestEnds[first] <= window.upperBound
  }
}

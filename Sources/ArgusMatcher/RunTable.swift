internal import ArgusRules

/// This is the search for the patterns that have no literal but a run of bytes of one class, such as the digits of a
/// card number.
///
/// An automaton follows such patterns on every byte. A run of `n` bytes is found by looking at every `n`-th byte: where
/// none of the class stands there, none stands around it.
struct RunTable: Sendable {
  /// This is one class, and the patterns whose matches all contain a run of it.
  struct Entry: Sendable {
    /// The class of the first pattern.
    var members: [UInt8]
    /// The shortest run that any of the patterns demands.
    var length: Int
    var patterns: [Int]
  }

  /// One bit an entry in ``bits``, which are bytes.
  static let maximumEntries = 8
  /// Commoner classes stop the search at every other step.
  static let maximumFrequency = 0.25

  private(set) var entries: [Entry] = []
  /// By byte: the entries whose class it belongs to.
  private(set) var bits = [UInt8](repeating: 0, count: 256)
  /// No run that counts lies between two bytes so far apart.
  private(set) var stride = Int.max

  var isEmpty: Bool { entries.isEmpty }

  /// The run that `pattern` is to be searched by; nil where the automaton is the better way.
  static func run(of pattern: RulePattern) -> RequiredRun? {
    let literals = RequiredLiteral.anyOf(in: pattern.source, flags: pattern.flags) ?? []
    // A literal of three bytes costs the automaton next to nothing.
    if let shortest = literals.map(\.literal.count).min(), shortest >= AutomatonAttempt.shortestLiteral { return nil }
    guard let run = RequiredRun.rarest(in: pattern.source, flags: pattern.flags),
      run.length >= RequiredRun.usefulLength,
      run.frequency <= maximumFrequency
    else { return nil }
    return run
  }

  /// Adds a pattern. Beyond ``maximumEntries`` classes the last ones share an entry: what it looks for, a class that
  /// holds both and the shorter length, is still in every match.
  mutating func add(_ pattern: Int, _ run: RequiredRun) {
    var index = entries.firstIndex { $0.members == run.members } ?? entries.count
    if index == Self.maximumEntries { index -= 1 }
    if index == entries.count { entries.append(Entry(members: [], length: run.length, patterns: [])) }
    for member in run.members { bits[Int(member)] |= 1 << UInt8(index) }
    entries[index].members = entries[index].members.isEmpty ? run.members : entries[index].members
    entries[index].length = min(entries[index].length, run.length)
    entries[index].patterns.append(pattern)
    stride = min(stride, run.length)
  }

  /// Calls `body` with each run in `field` that is long enough for its entry, in order of their starts for each entry.
  ///
  /// Linear: bytes of a run are looked at once when it is found, and one in ``stride`` elsewhere.
  func forEachRun(in field: UnsafeBufferPointer<UInt8>, _ body: (_ entry: Int, _ run: Range<Int>) -> Void) {
    guard field.count >= stride else { return }
    // By entry: where the run found last ends.
    var ends = SIMD8<Int>(repeating: 0)
    let bits = bits.span
    var place = stride - 1
    while place < field.count {
      var found = unsafe bits[Int(field[place])]
      while found != 0 {
        let entry = found.trailingZeroBitCount
        found &= found - 1
        guard place >= ends[entry] else { continue }
        let bit = UInt8(1) << UInt8(entry)
        var start = place
        while start > ends[entry], unsafe bits[Int(field[start - 1])] & bit != 0 { start -= 1 }
        var end = place + 1
        while end < field.count, unsafe bits[Int(field[end])] & bit != 0 { end += 1 }
        ends[entry] = end
        if end - start >= entries[entry].length { body(entry, start..<end) }
      }
      place += stride
    }
  }
}

internal import ArgusKit

/// This is one pass over one arena: automaton, attribution to fields, confirmation. A generation with a delta runs its
/// small database over the arena as well.
///
/// What PCRE2 alone finds in a field is leftmost, first alternative, non-overlapping, from the field's start, on the
/// field's own bytes. A pass reports just that; the automaton's hits only say where searching is needless.
@safe struct ScanPass {
  private let automaton: CompiledAutomaton
  private let workspace: ScanWorkspace
  /// Valid for as long as the closure that made this value runs; the value does not leave it.
  private let bytes: UnsafeBufferPointer<UInt8>
  private let fields: [Range<Int>]
  /// What the expressions of the database that scans stand for.
  private var targets: [Int] = []
  /// Where in ``bytes`` the text stands that the sink's hits were found in.
  private var base = 0
  private var report = MatchReport()
  private var unknowns = UnknownPairs()

  init(
    automaton: CompiledAutomaton, workspace: ScanWorkspace, bytes: UnsafeBufferPointer<UInt8>, fields: [Range<Int>]
  ) {
    self.automaton = automaton
    self.workspace = workspace
    unsafe self.bytes = bytes
    self.fields = fields
  }

  mutating func run(always: [Int]) throws(MatcherError) -> MatchReport {
    for part in automaton.parts {
      targets = part.targets
      try scan(part.database)
    }
    for pattern in always {
      for field in fields.indices { searchWhole(pattern, field: field) }
    }
    if report.matches.count > 1 { report.matches.sort(by: Self.isOrderedBefore) }
    report.unknowns = unknowns.inOrder
    return report
  }

  /// One pass over all fields. Where the sink is too small for the hits, the fields are halved until it is not, so
  /// that one crowded field costs its neighbours little.
  private mutating func scan(_ database: HyperscanDatabase) throws(MatcherError) {
    var pending = [fields.indices]
    while let part = pending.popLast() {
      guard let first = part.first, let last = part.last else { continue }
      base = fields[first].lowerBound
      let text = unsafe UnsafeBufferPointer(rebasing: bytes[base..<fields[last].upperBound])
      guard !text.isEmpty else { continue }
      workspace.sink.removeAll()
      if try unsafe database.scan(text, workspace.scratch, into: &workspace.sink) {
        workspace.sink.sort()
        confirmHits()
      } else if part.count > 1 {
        let middle = first + part.count / 2
        pending.append(middle..<part.upperBound)
        pending.append(first..<middle)
      } else {
        try scanCrowded(first, database)
      }
    }
  }

  // MARK: From hits to fields

  /// Hits come sorted by pattern, then by place, so the hits of one pattern in one field stand together.
  private mutating func confirmHits() {
    let count = workspace.sink.count
    var index = 0
    while index < count {
      let expression = workspace.sink[index].expression
      guard let field = field(ofEnd: end(ofHit: index)) else {
        // In a separator: a match that would run over a field's edge.
        index += 1
        continue
      }
      let limit = fields[field].upperBound
      var next = index + 1
      while next < count, workspace.sink[next].expression == expression, end(ofHit: next) <= limit { next += 1 }
      // The rule that a masked expression was compiled for is gone or has changed.
      let pattern = targets[expression]
      if pattern != AutomatonPart.masked { confirm(pattern, field: field, hits: index..<next) }
      index = next
    }
  }

  /// The end of a hit, from the arena's start.
  private func end(ofHit index: Int) -> Int { workspace.sink[index].end + base }

  /// The field in which a match of at least one byte can end at `end`, or nil.
  private func field(ofEnd end: Int) -> Int? {
    var low = 0
    var high = fields.count
    while low < high {
      let middle = low + (high - low) / 2
      if fields[middle].lowerBound < end { low = middle + 1 } else { high = middle }
    }
    return low > 0 && end <= fields[low - 1].upperBound ? low - 1 : nil
  }

  /// The crowded case: a pass over one field that keeps only each pattern's first and last end.
  private mutating func scanCrowded(_ field: Int, _ database: HyperscanDatabase) throws(MatcherError) {
    let subject = unsafe UnsafeBufferPointer(rebasing: bytes[fields[field]])
    workspace.table.removeAll()
    try unsafe database.scan(subject, workspace.scratch, into: &workspace.table)
    for (expression, index) in targets.enumerated() {
      guard index != AutomatonPart.masked, let ends = workspace.table[expression] else { continue }
      guard case .ends(let width) = automaton.patterns[index].trigger else {
        searchWhole(index, field: field)
        continue
      }
      // Every match ends in `ends`, so it starts after `first - width` and before `last`.
      let start = width >= ends.first ? 0 : ends.first - width
      search(index, field: field, from: start, lastStart: ends.last - 1)
    }
  }

  // MARK: Confirmation

  private mutating func confirm(_ index: Int, field: Int, hits: Range<Int>) {
    guard case .ends(let width) = automaton.patterns[index].trigger else { return searchWhole(index, field: field) }
    let pattern = automaton.patterns[index]
    let offset = fields[field].lowerBound
    let subject = unsafe UnsafeBufferPointer(rebasing: bytes[fields[field]])
    /// The end of the match found last: the next one starts there or later.
    var position = 0
    var hit = hits.lowerBound
    /// Hits below it lie so close that one search covers the places where their matches can start.
    var clusterEnd = hits.lowerBound
    while true {
      // No match ends before the first reported end, and none starts more than `width` before its end.
      while hit < hits.upperBound, end(ofHit: hit) - offset <= position { hit += 1 }
      guard hit < hits.upperBound else { return }
      if clusterEnd <= hit { clusterEnd = endOfCluster(from: hit, to: hits.upperBound, width: width) }
      let first = end(ofHit: hit) - offset
      let last = end(ofHit: clusterEnd - 1) - offset
      let start = width >= first ? position : max(position, first - width)
      switch unsafe workspace.searcher.search(pattern.regex, in: subject, from: start, lastStart: last - 1) {
      case .match(let start, let end):
        position = accept(pattern, field: field, start: start, end: end)
      case .none:
        hit = clusterEnd
      case .unknown(let reason):
        return note(reason, pattern, field: field)
      }
    }
  }

  /// The index behind the last hit of the run in which each hit lies within `width` of its neighbour.
  private func endOfCluster(from hit: Int, to upperBound: Int, width: Int) -> Int {
    guard width != PatternWidth.unbounded else { return upperBound }
    var next = hit + 1
    while next < upperBound, end(ofHit: next) - end(ofHit: next - 1) <= width { next += 1 }
    return next
  }

  private mutating func searchWhole(_ index: Int, field: Int) {
    guard !fields[field].isEmpty else { return }
    search(index, field: field, from: 0, lastStart: fields[field].count)
  }

  /// Searches as PCRE2 alone would, in the part of the field where matches can start.
  private mutating func search(_ index: Int, field: Int, from start: Int, lastStart: Int) {
    let pattern = automaton.patterns[index]
    let subject = unsafe UnsafeBufferPointer(rebasing: bytes[fields[field]])
    var position = start
    while position <= lastStart {
      switch unsafe workspace.searcher.search(pattern.regex, in: subject, from: position, lastStart: lastStart) {
      case .match(let start, let end): position = accept(pattern, field: field, start: start, end: end)
      case .none: return
      case .unknown(let reason): return note(reason, pattern, field: field)
      }
    }
  }

  /// Records a match and returns where the next search begins. A match that `\K` left empty is skipped by one byte.
  private mutating func accept(_ pattern: CompiledPattern, field: Int, start: Int, end: Int) -> Int {
    guard start < end else { return end + 1 }
    // A group that took no part has no span; the next candidate, or the whole match, is the value then.
    let span = ByteSpan(start: start, end: end)
    var value = span
    for group in pattern.valueGroups {
      guard let found = workspace.searcher.group(group) else { continue }
      value = ByteSpan(start: found.start, end: found.end)
      break
    }
    report.matches.append(
      RuleMatch(rule: pattern.rule, pattern: pattern.pattern, field: field, span: span, value: value))
    return end
  }

  private mutating func note(_ reason: String, _ pattern: CompiledPattern, field: Int) {
    unknowns.note(reason, pattern, field: field)
  }

  private static func isOrderedBefore(_ lhs: RuleMatch, _ rhs: RuleMatch) -> Bool {
    (lhs.field, lhs.span.start, lhs.rule, lhs.pattern) < (rhs.field, rhs.span.start, rhs.rule, rhs.pattern)
  }
}

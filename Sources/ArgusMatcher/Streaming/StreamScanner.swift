internal import ArgusKit

/// This is the search of one text that arrives in pieces.
///
/// Its reports together are what ``RulesetGeneration/scan(_:)`` finds in the whole text, as one field, for the rules
/// that are streamable (``RulesetGeneration/unstreamableRules`` are the others), however the text is cut. A match is
/// reported as soon as nothing that may follow can change it. All places count from the stream's first byte.
///
/// Of each pattern only the place is kept at which its search stands: everything before is decided. PCRE2 is asked for
/// partial matches, so it says itself whether an attempt wanted to see more than there is; it is asked only where a
/// match can begin, and in large pieces only where the automaton reports one or bytes may be lacking. Memory is
/// bounded by the largest hold-back, not by the text. A value type: the stream's one owner keeps it, and with it the
/// generation.
public struct StreamScanner: Sendable {
  public let generation: RulesetGeneration
  /// Bytes fed so far.
  public private(set) var byteCount = 0
  /// No byte before it is part of a match that is still to be reported for an acting rule.
  public private(set) var releasable = 0
  /// Every match that starts before it has been reported.
  public private(set) var decided = 0

  private let plan: StreamPlan
  /// By entry of the plan.
  private let isActing: [Bool]
  /// The stream's bytes from ``base`` on.
  private var window: [UInt8] = []
  private var base = 0
  /// The entries whose search stands before the end of the text.
  private var waiting: [Waiting] = []
  /// The same as a set; with the entries that are not searched for, or no longer.
  private var busy: [UInt64]
  /// The entries whose search has reached the end of the text during the present piece.
  private var finished: [UInt64]
  /// The entries that the automaton reported in the window, where the present piece was worth asking.
  private var reported: [UInt64]
  private var isPruned = false
  /// Rules that PCRE2 has given up on; each is reported once.
  private var unknownRules: Set<Int> = []
  private var isFinished = false

  /// This is the search of one entry that needs to see more.
  private struct Waiting: Sendable {
    var entry: Int
    /// Every start before it is decided.
    var position: Int
    /// The length of the stream at which looking again is worth it: the time spent on an attempt that grows byte by
    /// byte stays in proportion to its length.
    var due: Int
  }

  /// The stream is searched in pieces of at most this size.
  static let pieceBytes = 16 << 10
  /// From this size on a piece is worth a pass of the automaton, which then rules out most patterns at once.
  static let prunedBytes = 256
  /// An attempt is made again once it has grown by one part in so many: an attempt of any length then costs at most
  /// nine times what it costs on the whole text, and its outcome is known at most an eighth of its length late, and
  /// that only where the pieces are smaller still.
  static let patience = 8

  /// Opens a stream.
  ///
  /// - Parameters:
  ///   - searched: by rule, whether it is looked for; all are without it.
  ///   - acting: by rule, whether bytes are held back for it; all are without it.
  public init(_ generation: RulesetGeneration, searched: [Bool]? = nil, acting: [Bool]? = nil) {
    self.generation = generation
    plan = generation.streamPlan
    let rules = plan.entries.map { generation.automaton.patterns[$0.pattern].rule }
    isActing = rules.map { acting?[$0] ?? true }
    busy = [UInt64](repeating: 0, count: plan.words)
    finished = busy
    reported = busy
    for (entry, rule) in rules.enumerated() where !(searched?[rule] ?? true) { stop(entry) }
  }

  /// Takes the next bytes and returns what is certain now and was not before.
  /// - Throws: ``MatcherError`` when there is no memory.
  public mutating func feed(_ bytes: Span<UInt8>) throws(MatcherError) -> MatchReport {
    precondition(!isFinished, "a finished stream takes no more bytes")
    var report = MatchReport()
    guard !bytes.isEmpty else { return report }
    let workspace = try generation.pool.borrow()
    defer { generation.pool.giveBack(workspace) }
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.pieceBytes)
      try take(bytes.extracting(start..<end), workspace, &report)
      start = end
    }
    return report
  }

  /// Ends the stream and returns the matches that needed its end. More calls return nothing.
  /// - Throws: ``MatcherError`` when there is no memory.
  public mutating func finish() throws(MatcherError) -> MatchReport {
    var report = MatchReport()
    guard !isFinished else { return report }
    let workspace = try generation.pool.borrow()
    defer { generation.pool.giveBack(workspace) }
    isFinished = true
    for search in waiting { searchRest(search, workspace, &report) }
    waiting = []
    window = []
    releasable = byteCount
    decided = byteCount
    return report
  }

  // MARK: One piece

  private mutating func take(
    _ piece: Span<UInt8>, _ workspace: ScanWorkspace, _ report: inout MatchReport
  ) throws(MatcherError) {
    let firstNew = byteCount
    unsafe piece.withUnsafeBufferPointer { unsafe window.append(contentsOf: $0) }
    byteCount += piece.count
    isPruned = piece.count >= Self.prunedBytes
    if isPruned { try findReported(workspace) }
    // Those that wait look at the new bytes as part of theirs.
    var index = 0
    while index < waiting.count {
      guard waiting[index].due <= byteCount else {
        index += 1
        continue
      }
      if let next = advance(waiting[index], workspace, &report) {
        waiting[index] = next
        index += 1
      } else {
        waiting.swapAt(index, waiting.count - 1)
        waiting.removeLast()
      }
    }
    begin(from: firstNew, workspace, &report)
    for word in busy.indices {
      busy[word] &= ~finished[word]
      finished[word] = 0
    }
    settle()
  }

  /// Asks the automaton which entries can have a whole match in the window.
  private mutating func findReported(_ workspace: ScanWorkspace) throws(MatcherError) {
    for word in reported.indices { reported[word] = 0 }
    var found: [UInt64] = []
    swap(&found, &reported)
    try unsafe window.withUnsafeBufferPointer { window throws(MatcherError) in
      try unsafe generation.automaton.forEachPattern(reportedIn: window, workspace) { pattern in
        guard let entry = plan.entryOfPattern[pattern] else { return }
        found[entry / 64] |= 1 << UInt64(entry % 64)
      }
    }
    swap(&found, &reported)
  }

  /// Where the search of an entry may begin that stands at `position`.
  ///
  /// A whole match that the automaton did not report is none, so only those attempts are left that are still short of
  /// bytes.
  private func pruned(_ search: Waiting) -> Int {
    let entry = plan.entries[search.entry]
    guard isPruned, entry.isInAutomaton, reported[search.entry / 64] & 1 << UInt64(search.entry % 64) == 0 else {
      return search.position
    }
    return max(search.position, byteCount - entry.reach + 1)
  }

  /// Starts the searches of the entries of which a match can begin at `first` or later.
  private mutating func begin(from first: Int, _ workspace: ScanWorkspace, _ report: inout MatchReport) {
    for word in busy.indices {
      var start = first
      while start < byteCount, busy[word] != .max {
        var found = plan.starters(at: start - base, of: window.span, word: word) & ~busy[word]
        while found != 0 {
          let bit = found.trailingZeroBitCount
          found &= found - 1
          busy[word] |= 1 << UInt64(bit)
          let search = Waiting(entry: word * 64 + bit, position: start, due: 0)
          if let next = advance(search, workspace, &report) { waiting.append(next) }
        }
        start += 1
      }
    }
  }

  /// Searches as far as the text allows; nil when everything up to its end is decided.
  private mutating func advance(
    _ search: Waiting, _ workspace: ScanWorkspace, _ report: inout MatchReport
  ) -> Waiting? {
    let entry = plan.entries[search.entry]
    var next = search
    next.position = pruned(search)
    while let start = firstStart(of: search.entry, from: next.position) {
      next.position = start
      next.due = start + min(entry.reach, LeadingBytes.depth)
      if next.due > byteCount { return next }
      switch look(entry, from: start, workspace) {
      case .match(let start, let end):
        record(entry, start: start, end: end, workspace, &report)
        next.position = max(end, start + 1)
      case .none(let decided):
        next.position = decided
      case .partial(let start):
        next.position = start
        let later = byteCount + (byteCount - start) / Self.patience
        next.due = max(byteCount + 1, min(later, start + entry.reach))
        return next
      case .unknown(let reason):
        note(search.entry, reason, &report)
        return nil
      }
    }
    finished[search.entry / 64] |= 1 << UInt64(search.entry % 64)
    return nil
  }

  /// What a search on unfinished text says; places count from the stream's first byte.
  private enum Look {
    case match(start: Int, end: Int)
    /// No match starts before `decided`.
    case none(decided: Int)
    /// An attempt at `start` wants to see more; no match starts before it.
    case partial(start: Int)
    case unknown(reason: String)
  }

  private func look(_ entry: StreamPlan.Entry, from start: Int, _ workspace: ScanWorkspace) -> Look {
    // PCRE2 takes a newline that ends the text for the last one, without saying that it looked: `$` before it and `^`
    // behind it are decided too early. Only attempts that cannot look that far are decided then.
    if entry.hasLineEdge, window.last == UInt8(ascii: "\n") {
      let lastStart = byteCount - entry.reach
      guard start <= lastStart else { return .partial(start: start) }
      return switch search(generation.automaton.patterns[entry.pattern].regex, start, lastStart, workspace) {
      case .match(let start, let end): .match(start: base + start, end: base + end)
      case .none: .none(decided: lastStart + 1)
      case .unknown(let reason): .unknown(reason: reason)
      }
    }
    let outcome = unsafe window.withUnsafeBufferPointer { window in
      unsafe workspace.searcher.searchUnfinished(entry.regex, in: window, from: start - base)
    }
    return switch outcome {
    case .decided(.match(let start, let end)): .match(start: base + start, end: base + end)
    case .decided(.none): .none(decided: byteCount)
    case .decided(.unknown(let reason)): .unknown(reason: reason)
    case .partial(let start): .partial(start: base + start)
    }
  }

  private func search(
    _ regex: PCRE2Regex, _ start: Int, _ lastStart: Int, _ workspace: ScanWorkspace
  ) -> PCRE2Searcher.Outcome {
    unsafe window.withUnsafeBufferPointer { window in
      unsafe workspace.searcher.search(regex, in: window, from: start - base, lastStart: lastStart - base)
    }
  }

  /// The first place from `position` on where a match of the entry may begin.
  private func firstStart(of entry: Int, from position: Int) -> Int? {
    let bit = UInt64(1) << UInt64(entry % 64)
    var start = position
    while start < byteCount {
      if plan.starters(at: start - base, of: window.span, word: entry / 64) & bit != 0 { return start }
      start += 1
    }
    return nil
  }

  /// Searches a text that is complete.
  private mutating func searchRest(_ search: Waiting, _ workspace: ScanWorkspace, _ report: inout MatchReport) {
    let entry = plan.entries[search.entry]
    let regex = generation.automaton.patterns[entry.pattern].regex
    var position = search.position
    while position < byteCount {
      switch self.search(regex, position, byteCount, workspace) {
      case .match(let start, let end):
        record(entry, start: base + start, end: base + end, workspace, &report)
        position = base + max(end, start + 1)
      case .none: return
      case .unknown(let reason): return note(search.entry, reason, &report)
      }
    }
  }

  // MARK: Records

  private func rule(of entry: StreamPlan.Entry) -> Int { generation.automaton.patterns[entry.pattern].rule }

  private func record(
    _ entry: StreamPlan.Entry, start: Int, end: Int, _ workspace: ScanWorkspace, _ report: inout MatchReport
  ) {
    guard start < end else { return }
    let pattern = generation.automaton.patterns[entry.pattern]
    let value = pattern.value(in: workspace.searcher).map { ByteSpan(start: base + $0.start, end: base + $0.end) }
    let span = ByteSpan(start: start, end: end)
    report.matches.append(
      RuleMatch(rule: pattern.rule, pattern: pattern.pattern, field: 0, span: span, value: value ?? span))
  }

  /// Reports the rule as unknown and looks for the pattern no more, as a scan of the whole text does.
  private mutating func note(_ entry: Int, _ reason: String, _ report: inout MatchReport) {
    let rule = rule(of: plan.entries[entry])
    if unknownRules.insert(rule).inserted { report.note(reason, rule: rule, field: 0) }
    stop(entry)
  }

  private mutating func stop(_ entry: Int) { busy[entry / 64] |= 1 << UInt64(entry % 64) }

  /// Works out what may be released, and drops the bytes that nothing looks at any more.
  private mutating func settle() {
    var undecided = byteCount
    var held = byteCount
    for search in waiting {
      undecided = min(undecided, search.position)
      if isActing[search.entry] { held = min(held, search.position) }
    }
    releasable = held
    decided = undecided
    let unused = undecided - plan.lookbehind - base
    // Moving the rest costs as much as was dropped, at most.
    guard unused > 0, unused * 2 >= window.count else { return }
    window.removeFirst(unused)
    base += unused
  }
}

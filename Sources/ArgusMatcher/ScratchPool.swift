internal import Synchronization

/// This is everything one scan writes to. One caller has it at a time, and never across an `await`.
///
/// `@unchecked Sendable` because ``ScratchPool`` hands it to one borrower at a time, under its lock.
final class ScanWorkspace: @unchecked Sendable {
  let scratch: HyperscanScratch
  let searcher: PCRE2Searcher
  var sink: HitSink
  /// Used when the sink overflows.
  var table: HitTable

  init(
    scratch: consuming HyperscanScratch, searcher: consuming PCRE2Searcher, sink: consuming HitSink,
    table: consuming HitTable
  ) {
    self.scratch = scratch
    self.searcher = searcher
    self.sink = sink
    self.table = table
  }
}

/// This is a generation's store of idle workspaces: as many exist as there are scans at once, and few are kept.
final class ScratchPool: Sendable {
  private let state: Mutex<State>
  private let captures: Int
  private let expressions: Int
  private let limits: ScanLimits

  /// - Parameters:
  ///   - captures: the largest number of groups of any pattern.
  ///   - expressions: the largest number of expressions of any database.
  init(databases: [HyperscanDatabase], captures: Int, expressions: Int, limits: ScanLimits) throws(MatcherError) {
    self.captures = captures
    self.expressions = expressions
    self.limits = limits
    state = Mutex(State(prototype: try HyperscanScratch(for: databases)))
    // The first scan must not be the one that finds out that there is no memory.
    giveBack(try borrow())
  }

  func borrow() throws(MatcherError) -> ScanWorkspace {
    if let workspace = state.withLock({ $0.idle.popLast() }) { return workspace }
    return ScanWorkspace(
      scratch: try state.withLock { state throws(MatcherError) in try HyperscanScratch(cloning: state.prototype) },
      searcher: try PCRE2Searcher(captures: captures, limits: limits), sink: HitSink(capacity: limits.hitCapacity),
      table: HitTable(expressions: expressions))
  }

  func giveBack(_ workspace: ScanWorkspace) {
    state.withLock { state in
      if state.idle.count < limits.idleWorkspaces { state.idle.append(workspace) }
    }
  }

  private struct State: ~Copyable {
    /// Only cloned, never scanned with.
    let prototype: HyperscanScratch
    var idle: [ScanWorkspace] = []

    init(prototype: consuming HyperscanScratch) { self.prototype = prototype }
  }
}

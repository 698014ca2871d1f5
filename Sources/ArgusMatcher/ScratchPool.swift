internal import Synchronization

/// This is everything one scan writes to. One caller has it at a time, and never across an `await`.
///
/// `@unchecked Sendable` because ``ScratchPool`` hands it to one borrower at a time, under the lock of a shelf.
final class ScanWorkspace: @unchecked Sendable {
  let scratch: HyperscanScratch
  let searcher: PCRE2Searcher
  var sink: HitSink
  /// Used when the sink overflows.
  var table: HitTable
  var allowance: SearchAllowance

  init(
    scratch: consuming HyperscanScratch, searcher: consuming PCRE2Searcher, sink: consuming HitSink,
    table: consuming HitTable, allowance: SearchAllowance
  ) {
    self.scratch = scratch
    self.searcher = searcher
    self.sink = sink
    self.table = table
    self.allowance = allowance
  }
}

/// This is a generation's store of idle workspaces: as many exist as there are scans at once, and few are kept.
final class ScratchPool: Sendable {
  private let idle: IdlePool<ScanWorkspace>
  private let prototype: Mutex<Prototype>
  private let captures: Int
  private let expressions: Int
  private let patterns: Int
  private let limits: ScanLimits

  /// - Parameters:
  ///   - captures: the largest number of groups of any pattern.
  ///   - expressions: the largest number of expressions of any database.
  ///   - patterns: the number of patterns.
  init(
    databases: [HyperscanDatabase], captures: Int, expressions: Int, patterns: Int, limits: ScanLimits
  ) throws(MatcherError) {
    self.captures = captures
    self.expressions = expressions
    self.patterns = patterns
    self.limits = limits
    idle = IdlePool(capacity: limits.idleWorkspaces)
    prototype = Mutex(Prototype(scratch: try HyperscanScratch(for: databases)))
    // The first scan must not be the one that finds out that there is no memory.
    giveBack(try borrow())
  }

  func borrow() throws(MatcherError) -> ScanWorkspace {
    if let workspace = idle.take() { return workspace }
    return ScanWorkspace(
      scratch: try prototype.withLock { prototype throws(MatcherError) in
        try HyperscanScratch(cloning: prototype.scratch)
      },
      searcher: try PCRE2Searcher(captures: captures, limits: limits), sink: HitSink(capacity: limits.hitCapacity),
      table: HitTable(expressions: expressions), allowance: SearchAllowance(patterns: patterns))
  }

  func giveBack(_ workspace: ScanWorkspace) { idle.giveBack(workspace) }

  /// Only cloned, never scanned with.
  private struct Prototype: ~Copyable {
    let scratch: HyperscanScratch

    init(scratch: consuming HyperscanScratch) { self.scratch = scratch }
  }
}

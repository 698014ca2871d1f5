internal import CHyperscan

/// This is Hyperscan's working memory for one scan at a time.
///
/// It cannot be copied, so no two scans can share it; it does not cross an `await` because nothing here suspends.
@safe struct HyperscanScratch: ~Copyable {
  /// Freed with this value; nil only where there is no database to scan with.
  let raw: OpaquePointer?

  /// No scratch, for a ruleset without an automaton.
  init() { unsafe raw = nil }

  /// Scratch that fits `database`.
  init(for database: OpaquePointer) throws(MatcherError) {
    var scratch: OpaquePointer?
    try unsafe HyperscanError.check(hs_alloc_scratch(database, &scratch), "scratch memory")
    unsafe raw = scratch
  }

  /// A second scratch of the same size: much cheaper than sizing one anew.
  init(cloning other: borrowing HyperscanScratch) throws(MatcherError) {
    var scratch: OpaquePointer?
    if unsafe other.raw != nil {
      try unsafe HyperscanError.check(hs_clone_scratch(other.raw, &scratch), "scratch memory")
    }
    unsafe raw = scratch
  }

  // Freeing nil does nothing.
  deinit { unsafe hs_free_scratch(raw) }
}

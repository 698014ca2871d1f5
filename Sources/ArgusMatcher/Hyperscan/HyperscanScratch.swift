internal import CHyperscan

/// This is Hyperscan's working memory for one scan at a time.
///
/// It cannot be copied, so no two scans can share it; it does not cross an `await` because nothing here suspends.
@safe struct HyperscanScratch: ~Copyable {
  /// Freed with this value; nil only where there is no database to scan with.
  let raw: OpaquePointer?

  /// Scratch that fits each of `databases`; none where there are none.
  init(for databases: [HyperscanDatabase]) throws(MatcherError) {
    var scratch: OpaquePointer?
    do throws(MatcherError) {
      // A call grows the scratch of the calls before where it is too small.
      for database in databases {
        try unsafe HyperscanError.check(hs_alloc_scratch(database.raw, &scratch), "scratch memory")
      }
    } catch {
      unsafe hs_free_scratch(scratch)
      throw error
    }
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

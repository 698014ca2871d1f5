/// This is the bare engine on a generation's own database: what the matcher is measured against.
///
/// It counts hits and does nothing else. It holds scratch of its own, so one thread uses it at a time.
@_spi(Benchmarks) public final class RawScanner {
  private let database: HyperscanDatabase
  private let scratch: HyperscanScratch

  /// nil when `generation` has no automaton.
  public init?(_ generation: RulesetGeneration) throws(MatcherError) {
    guard let database = generation.automaton.database else { return nil }
    self.database = database
    scratch = try database.makeScratch()
  }

  /// The number of hits in `bytes`, with duplicates.
  public func hitCount(in bytes: Span<UInt8>) throws(MatcherError) -> Int {
    guard !bytes.isEmpty else { return 0 }
    return try unsafe bytes.withUnsafeBufferPointer { bytes throws(MatcherError) in
      try unsafe database.countHits(bytes, scratch)
    }
  }
}

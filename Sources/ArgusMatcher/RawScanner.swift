/// This is the bare engine on a generation's own databases: what the matcher is measured against.
///
/// It counts hits and does nothing else. It holds scratch of its own, so one thread uses it at a time.
@_spi(Benchmarks) public final class RawScanner {
  private let databases: [HyperscanDatabase]
  private let scratch: HyperscanScratch

  /// nil when `generation` has no automaton.
  public init?(_ generation: RulesetGeneration) throws(MatcherError) {
    databases = generation.automaton.parts.map(\.database)
    guard !databases.isEmpty else { return nil }
    scratch = try HyperscanScratch(for: databases)
  }

  /// The number of hits in `bytes`, with duplicates.
  public func hitCount(in bytes: Span<UInt8>) throws(MatcherError) -> Int {
    guard !bytes.isEmpty else { return 0 }
    return try unsafe bytes.withUnsafeBufferPointer { bytes throws(MatcherError) in
      var count = 0
      for database in databases { count += try unsafe database.countHits(bytes, scratch) }
      return count
    }
  }
}

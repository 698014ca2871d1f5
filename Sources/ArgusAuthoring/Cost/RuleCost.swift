public import ArgusMatcher

/// This is what one rule costs, measured alone on the built-in sample text.
public struct RuleCost: Sendable {
  public var ruleID: String
  /// CPU time of compiling the rule alone.
  public var compileMilliseconds: Double
  /// Of the automaton that holds the rule alone.
  public var databaseBytes: Int
  /// CPU time of a whole scan, the median of all rounds.
  public var nanosecondsPerByte: Double
  /// The fastest and the slowest round.
  public var spread: ClosedRange<Double>
  /// Hits of the automaton that the confirmation must look at.
  public var callbacksPerMiB: Double
  /// CPU time beyond the bare automaton: what confirming the hits, or searching without one, takes.
  public var confirmNanosecondsPerMiB: Double
  /// The weakest tier of the rule's patterns.
  public var tier: EngineAssignment.Tier
  /// Bytes of a match; nil where unbounded.
  public var maximumWidth: Int?
  public var minimumWidth: Int
  /// How many bytes of a stream may wait for the rule; nil where streams do not look for it.
  public var holdBack: Int?

  public init(
    ruleID: String, compileMilliseconds: Double, databaseBytes: Int, nanosecondsPerByte: Double,
    spread: ClosedRange<Double>, callbacksPerMiB: Double, confirmNanosecondsPerMiB: Double, tier: EngineAssignment.Tier,
    maximumWidth: Int?, minimumWidth: Int, holdBack: Int?
  ) {
    self.ruleID = ruleID
    self.compileMilliseconds = compileMilliseconds
    self.databaseBytes = databaseBytes
    self.nanosecondsPerByte = nanosecondsPerByte
    self.spread = spread
    self.callbacksPerMiB = callbacksPerMiB
    self.confirmNanosecondsPerMiB = confirmNanosecondsPerMiB
    self.tier = tier
    self.maximumWidth = maximumWidth
    self.minimumWidth = minimumWidth
    self.holdBack = holdBack
  }

  /// Noise of a busy machine is no increase: the medians must differ by more than `percent`, and the rounds of the two
  /// must not overlap.
  func isDearer(than other: RuleCost, byPercent percent: Double) -> Bool {
    nanosecondsPerByte > other.nanosecondsPerByte * (1 + percent / 100) && spread.lowerBound > other.spread.upperBound
  }
}

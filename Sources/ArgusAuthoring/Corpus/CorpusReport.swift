public import ArgusRules

/// This is what a ruleset found and missed in corpora.
public struct CorpusReport: Sendable {
  public var documentCount = 0
  public var byteCount = 0
  /// Bytes of texts in which nothing, or only what marks expect, may be found.
  public var cleanByteCount = 0
  /// Findings there that nothing expects.
  public var cleanFalsePositives = 0
  public var overall = Score()
  /// By rule id. Of samples that name no rule a rule gets what it found, and misses are nobody's.
  public var byRule: [String: Score] = [:]
  /// Labelled samples by their own `peer_rule` and `provider`.
  public var byPeerRule: [String: Score] = [:]
  public var byProvider: [String: Score] = [:]
  /// `no_match` samples of scope `rule` that name no rule of this set: nothing can be said about them.
  public var unjudgedCount = 0
  /// What could not be read, and marks that are not met or contradicted.
  public var diagnostics: [Diagnostic] = []
  /// Samples that were missed or wrongly reported, by their ids.
  public var missedSamples: [String] = []
  public var wrongSamples: [(id: String, rules: [String])] = []

  public init() {}

  public var falsePositivesPerMiB: Double? {
    cleanByteCount > 0 ? Double(cleanFalsePositives) / (Double(cleanByteCount) / 1_048_576) : nil
  }
}

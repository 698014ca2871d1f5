/// This is how much PCRE2 was asked to do in one scan. It depends on the texts and the rules alone, so tests can say that
/// twice the text is at most about twice the work.
public struct ScanWork: Sendable, Hashable {
  /// Searches started.
  public var searches = 0
  /// Places at which a match was looked for, without counting what one attempt costs.
  public var starts = 0
  /// Steps that were counted, after a pattern had used up its allowance of starts.
  public var steps = 0

  public init() {}
}

/// This is how much may differ from a compiled database for it to be used again.
public struct DeltaLimits: Sendable, Hashable {
  /// Patterns that are new, changed or gone, together. More, and everything is compiled anew.
  public var maximumChanges: Int
  /// Sets of fewer patterns are compiled anew: it takes no longer than looking for something to use again.
  public var minimumPatterns: Int

  public init(maximumChanges: Int = 64, minimumPatterns: Int = 64) {
    self.maximumChanges = maximumChanges
    self.minimumPatterns = minimumPatterns
  }
}

/// This is a fault of the engine itself, not of a rule.
public struct MatcherError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

public import ArgusRules

/// This is what the mutants of a ruleset's examples showed.
public struct MutantReport: Sendable {
  /// How many were made of each kind.
  public var made: [MutantKind: Int] = [:]
  /// How many of them were reported although they are wrong.
  public var reported: [MutantKind: Int] = [:]
  /// One diagnostic for each rule and kind: errors for what is asserted, warnings for what is noted.
  public var diagnostics: [Diagnostic] = []

  public init() {}

  public var count: Int { made.values.reduce(0, +) }
}

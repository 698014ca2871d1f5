/// This is the one way from files to a ``RuleSet``; start, reload, `lint`, `check` and `scan` all use it.
public struct RulePackLoader: Sendable {
  public init() {}

  /// Reads packs from files and directories (`*.yaml`, `*.yml`, sorted, recursive), in order.
  public func load(paths: [String]) -> RuleLoadResult {
    fatalError("owned by the ArgusRules author")
  }

  /// Reads one pack from bytes, for editors and tests; `file` only names it in diagnostics.
  public func load(bytes: [UInt8], file: String) -> RuleLoadResult {
    fatalError("owned by the ArgusRules author")
  }
}

/// This is what loading found: the rules that are whole, and everything that is wrong with the others.
public struct RuleLoadResult: Sendable {
  public var ruleSet: RuleSet
  /// All diagnostics of all files, in file order.
  public var diagnostics: [Diagnostic]
  /// Rules that are left out because of an error of their own, by id (or `file:line` where the id is missing).
  public var rejectedRules: [String]
  /// True when a whole file is unusable (not YAML, wrong schema, unreadable): its rules are unknown.
  public var hasUnreadableFile: Bool

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  public init(
    ruleSet: RuleSet, diagnostics: [Diagnostic] = [], rejectedRules: [String] = [], hasUnreadableFile: Bool = false
  ) {
    self.ruleSet = ruleSet
    self.diagnostics = diagnostics
    self.rejectedRules = rejectedRules
    self.hasUnreadableFile = hasUnreadableFile
  }
}

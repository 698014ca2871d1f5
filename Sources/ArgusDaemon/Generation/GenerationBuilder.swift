public import ArgusMatcher
public import ArgusRules

/// This is the one way from rule files to a compiled, proven ruleset: start, reload, `check`, `lint`, `test` and
/// `scan` all build through it, so none of them can accept what another refuses.
public struct GenerationBuilder: Sendable {
  /// The environment and program path decide where the shipped packs are.
  public var environment: [String: String]
  public var executable: String?

  public init(environment: [String: String], executable: String? = ShippedRules.runningExecutable()) {
    self.environment = environment
    self.executable = executable
  }

  /// Loads, resolves, compiles and runs the packs' own examples.
  ///
  /// Takes CPU seconds for large packs; never call it on an event loop.
  /// - Throws: ``MatcherError`` when the engine itself fails; every fault of a rule is in the result.
  public func build(_ setting: RuleSourceSetting, number: UInt64) throws(MatcherError) -> BuiltGeneration {
    switch RuleSources.paths(for: setting, environment: environment, executable: executable) {
    case .failure(let diagnostic):
      return try build(
        RuleLoadResult(ruleSet: RuleSet(rules: [], packs: []), diagnostics: [diagnostic], hasUnreadableFile: true),
        number: number)
    case .success(let paths):
      return try build(RulePackLoader().load(paths: paths), number: number)
    }
  }

  /// Compiles what was loaded and runs its examples.
  public func build(_ loaded: RuleLoadResult, number: UInt64) throws(MatcherError) -> BuiltGeneration {
    let cache = CacheDirectory.path(environment: environment).map(DatabaseCache.init(directory:))
    let generation = try RulesetCompiler(cache: cache).compile(loaded.ruleSet, number: number)
    let examples = ExampleRunner(generation: generation).run()
    return BuiltGeneration(generation: generation, loaded: loaded, examples: examples)
  }
}

/// This is a ruleset ready to go live, with everything that is wrong with it.
public struct BuiltGeneration: Sendable {
  public var generation: RulesetGeneration
  public var loaded: RuleLoadResult
  public var examples: ExampleReport

  /// Every diagnostic of every stage, in the order of the stages.
  public var diagnostics: [Diagnostic] {
    loaded.diagnostics + generation.quarantined.map(\.diagnostic) + examples.failures
  }

  /// Rules that are not live although their pack says so: id and reason.
  public var quarantined: [(ruleID: String, reason: String)] {
    let rejected = loaded.rejectedRules.map { id in
      let reason = loaded.diagnostics.first { $0.ruleID == id && $0.severity == .error }
      return (ruleID: id, reason: reason.map(\.oneLine) ?? "rejected by the pack reader")
    }
    return rejected + generation.quarantined.map { (ruleID: $0.ruleID, reason: $0.diagnostic.oneLine) }
  }

  /// Whether anything is wrong that a careful operator would not put live.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}

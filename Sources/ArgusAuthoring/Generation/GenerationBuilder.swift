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
    try build(load(setting), number: number)
  }

  /// Loads and resolves only; where the shipped packs are wanted and not found, that is the one diagnostic.
  public func load(_ setting: RuleSourceSetting) -> RuleLoadResult {
    switch RuleSources.paths(for: setting, environment: environment, executable: executable) {
    case .failure(let diagnostic):
      RuleLoadResult(ruleSet: RuleSet(rules: [], packs: []), diagnostics: [diagnostic], hasUnreadableFile: true)
    case .success(let paths): RulePackLoader().load(paths: paths)
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

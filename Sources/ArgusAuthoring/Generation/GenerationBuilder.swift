public import ArgusMatcher
public import ArgusRules

/// This is the one way from rule files to a compiled, proven ruleset: start, reload, `check`, `lint`, `test` and
/// `scan` all build through it, so none of them can accept what another refuses.
///
/// A builder remembers what it read and proved last, so that a reload does not repeat it. What a run leaves in the cache
/// directory spares the next run the same.
public struct GenerationBuilder: Sendable {
  /// The environment and program path decide where the shipped packs are.
  public var environment: [String: String]
  public var executable: String?
  private let program: String
  private let packs = PackMemory()
  private let proofs = ProofMemory()

  /// - Parameter program: what tells this build of the program from others; nothing another one proved counts.
  public init(
    environment: [String: String], executable: String? = ShippedRules.runningExecutable(),
    program: String = ProgramIdentity.current
  ) {
    self.environment = environment
    self.executable = executable
    self.program = program
  }

  /// Loads, resolves, compiles and runs the packs' own examples.
  ///
  /// Takes CPU seconds for large packs that were not compiled before; never call it on an event loop.
  /// - Parameters:
  ///   - previous: the generation that is live; what did not change since is used again.
  ///   - provesAnew: runs the examples even where the same ones held before.
  /// - Throws: ``MatcherError`` when the engine itself fails; every fault of a rule is in the result.
  public func build(
    _ setting: RuleSourceSetting, number: UInt64, previous: RulesetGeneration? = nil, provesAnew: Bool = false
  ) throws(MatcherError) -> BuiltGeneration {
    switch RuleSources.paths(for: setting, environment: environment, executable: executable) {
    case .failure(let diagnostic):
      return try build(
        RuleLoadResult(ruleSet: RuleSet(rules: [], packs: []), diagnostics: [diagnostic], hasUnreadableFile: true),
        number: number)
    case .success(let paths):
      return try build(
        RulePackLoader(memory: packs).load(paths: paths), number: number, previous: previous, provesAnew: provesAnew)
    }
  }

  /// Compiles what was loaded and runs its examples; the parameters are those of the function above.
  public func build(
    _ loaded: RuleLoadResult, number: UInt64, previous: RulesetGeneration? = nil, provesAnew: Bool = false
  ) throws(MatcherError) -> BuiltGeneration {
    let generation = try compiler.compile(loaded.ruleSet, number: number, previous: previous)
    let proof = ExampleProof(
      rules: generation.rules, program: program, memory: proofs,
      directory: CacheDirectory.path(environment: environment).map(OwnedDirectory.init(path:)))
    var examples = ExampleReport(countOf: generation.rules)
    if provesAnew || !proof.isKnown {
      examples = ExampleRunner(generation: generation).run()
      if examples.failures.isEmpty { proof.keep() }
    }
    return BuiltGeneration(generation: generation, loaded: loaded, examples: examples)
  }

  /// The same generation with its patterns in one database; see ``RulesetCompiler/consolidate(_:)``.
  public func consolidate(_ generation: RulesetGeneration) throws(MatcherError) -> RulesetGeneration {
    try compiler.consolidate(generation)
  }

  private var compiler: RulesetCompiler {
    RulesetCompiler(
      cache: CacheDirectory.path(environment: environment).map { DatabaseCache(directory: $0, program: program) })
  }
}

public import ArgusMatcher
public import ArgusRules

/// This is packs in the company they will have, of which only the named ones are judged.
///
/// Ids, overrides and companions are resolved against everything, as a reload would. Compiled are only the judged rules
/// and those that they require, so that nobody waits for hundreds of rules that did not change.
public struct JudgedPacks: Sendable {
  /// Everything that was loaded.
  public var loaded: RuleLoadResult
  /// What was compiled; its examples are those of the judged rules.
  public var built: BuiltGeneration
  public var focus: PackFocus

  /// A ruleset of which all is judged.
  public init(everythingIn built: BuiltGeneration) {
    self.init(loaded: built.loaded, built: built, focus: PackFocus(everythingIn: built.loaded))
  }

  init(loaded: RuleLoadResult, built: BuiltGeneration, focus: PackFocus) {
    self.loaded = loaded
    self.built = built
    self.focus = focus
  }

  /// The judged rules that compile.
  public var rules: [Rule] { built.generation.rules.filter(focus.contains) }

  /// The judged rules that were read, those that are off included.
  public var ruleSet: RuleSet {
    RuleSet(rules: loaded.ruleSet.rules.filter(focus.contains), packs: loaded.ruleSet.packs)
  }

  /// Why judged rules are not live: the errors of reading and compiling.
  public var faults: [Diagnostic] { built.faults.filter(focus.contains) }

  /// A proof of nothing must not look as if it held: nil where there is a rule, or an error that says why there is none.
  func emptiness(_ severity: Diagnostic.Severity) -> Diagnostic? {
    guard ruleSet.rules.isEmpty, faults.isEmpty else { return nil }
    let diagnostic = Diagnostic(
      code: ProofCode.nothingToProve.rawValue, severity: severity,
      location: focus.files.min().map { SourceLocation(file: $0, line: 1, column: 1) },
      message: "there is no rule to judge: no `rules`, and no `overrides` that change one",
      hint: "name the packs that hold your rules; `argusd rules new` writes one to begin from")
    return loaded.sources.attached(to: [diagnostic]).first
  }
}

extension GenerationBuilder {
  /// Loads and compiles packs beside those of `context`, and runs their examples.
  ///
  /// - Parameters:
  ///   - paths: the packs and directories to judge; all of `context` when there are none. What `context` has already is
  ///     read once.
  ///   - context: what they are loaded after.
  ///   - provesAnew: runs the examples even where the same ones held before.
  /// - Throws: ``MatcherError`` when the engine itself fails.
  public func judge(
    _ paths: [String], beside context: RuleSourceSetting, provesAnew: Bool = false
  ) throws(MatcherError) -> JudgedPacks {
    guard !paths.isEmpty else {
      return JudgedPacks(everythingIn: try build(context, number: 1, provesAnew: provesAnew))
    }
    switch RuleSources.paths(for: context, environment: environment, executable: executable) {
    case .failure(let diagnostic):
      let loaded = RuleLoadResult(
        ruleSet: RuleSet(rules: [], packs: []), diagnostics: [diagnostic], hasUnreadableFile: true)
      return JudgedPacks(everythingIn: try build(loaded, number: 1))
    case .success(let before):
      let (loaded, files) = RulePackLoader().load(paths: paths, context: before)
      let focus = PackFocus(files: files, paths: Set(paths), of: loaded)
      return try judge(loaded, focus: focus, provesAnew: provesAnew)
    }
  }

  private func judge(
    _ loaded: RuleLoadResult, focus: PackFocus, provesAnew: Bool
  ) throws(MatcherError) -> JudgedPacks {
    var part = loaded
    part.ruleSet = focus.ruleSet(of: loaded.ruleSet)
    var built = try build(part, number: 1, provesAnew: provesAnew)
    // A companion's examples are another pack's affair, and may need rules that are not compiled here.
    built.examples.failures.removeAll { !focus.contains($0) }
    let elsewhere = built.examples.failures.filter { !($0.location.map(focus.contains) ?? true) }
    if !elsewhere.isEmpty {
      // Whether an overridden rule's example still holds depends on every rule that may report its value.
      let whole = try build(loaded, number: 1).examples.failures
      built.examples.failures.removeAll { failure in
        elsewhere.contains { $0.location == failure.location } && !whole.contains { $0.location == failure.location }
      }
    }
    built.examples.exampleCount = ExampleReport(countOf: built.generation.rules.filter(focus.contains)).exampleCount
    return JudgedPacks(loaded: loaded, built: built, focus: focus)
  }
}

public import ArgusMatcher
import ArgusRules

/// This is everything that can be said about packs before they go live: what a reload would refuse, and what could be
/// better.
///
/// Packs are judged in the company they will have: ids, overrides and companions are resolved against the context, as
/// a reload would. Only the named packs are compiled and only their diagnostics are told, so that a save hook of an
/// editor need not wait for hundreds of rules that did not change.
public struct PackLinter: Sendable {
  private let builder: GenerationBuilder

  public init(environment: [String: String], executable: String? = ShippedRules.runningExecutable()) {
    builder = GenerationBuilder(environment: environment, executable: executable)
  }

  /// - Parameters:
  ///   - paths: the packs and directories to judge; all of `context` when there are none.
  ///   - context: what they are loaded after.
  /// - Throws: ``MatcherError`` when the engine itself fails.
  public func lint(_ paths: [String], context: RuleSourceSetting) throws(MatcherError) -> LintReport {
    let before: [String]
    switch RuleSources.paths(for: context, environment: builder.environment, executable: builder.executable) {
    case .failure(let diagnostic): return LintReport(fault: diagnostic)
    case .success(let found): before = found
    }
    if paths.isEmpty {
      let loaded = RulePackLoader().load(paths: before)
      return try lint(loaded, focus: LintFocus(everythingIn: loaded))
    }
    let (loaded, files) = RulePackLoader().load(paths: paths, context: before)
    return try lint(loaded, focus: LintFocus(files: files, paths: Set(paths)))
  }

  /// Judges the bytes of one pack alone, for tests and tools that hold it in memory.
  public func lint(bytes: [UInt8], file: String) throws(MatcherError) -> LintReport {
    let loaded = RulePackLoader().load(bytes: bytes, file: file)
    return try lint(loaded, focus: LintFocus(everythingIn: loaded))
  }

  private func lint(_ loaded: RuleLoadResult, focus: LintFocus) throws(MatcherError) -> LintReport {
    var judged = loaded
    judged.ruleSet = focus.ruleSet(of: loaded.ruleSet)
    let built = try builder.build(judged, number: 1)
    let linter = RuleLinter()
    var found = linter.lint(loaded.ruleSet, sources: loaded.sources)
    let assignments = Dictionary(grouping: built.generation.assignments, by: \.ruleID)
    for rule in built.generation.rules where focus.contains(rule) {
      found += FallbackTier.diagnostics(for: rule, assignments[rule.id] ?? [])
      found += try ExplodingRepeat.diagnostics(for: rule)
    }
    let all = built.diagnostics + linter.inFileOrder(found, loaded.ruleSet, loaded.sources)
    var report = LintReport()
    report.diagnostics = all.filter(focus.contains)
    report.hiddenErrorCount = all.count { $0.severity == .error && !focus.contains($0) }
    report.files = focus.files.sorted()
    report.rules = built.generation.rules.filter(focus.contains)
    report.assignments = built.generation.assignments
    report.quarantined = built.quarantined.filter { focus.contains(ruleID: $0.ruleID, in: loaded) }.map(\.ruleID)
    report.isUnreadable = loaded.hasUnreadableFile && report.diagnostics.contains { $0.severity == .error }
    return report
  }
}

/// This is the part of what was loaded that is judged.
struct LintFocus {
  var files: Set<String>
  /// The paths as they were given: what is wrong with one of them is told, too.
  var paths: Set<String>
  private var isEverything = false

  init(files: Set<String>, paths: Set<String>) {
    self.files = files
    self.paths = paths
  }

  init(everythingIn loaded: RuleLoadResult) {
    files = Set(loaded.ruleSet.packs.map(\.file))
    paths = []
    isEverything = true
  }

  func contains(_ location: SourceLocation) -> Bool {
    isEverything || files.contains(location.file) || paths.contains(location.file)
  }

  func contains(_ diagnostic: Diagnostic) -> Bool { diagnostic.location.map(contains) ?? true }

  /// A rule of the files, or one that they override.
  func contains(_ rule: Rule) -> Bool { contains(rule.location) || rule.places.overrides.contains(where: contains) }

  func contains(ruleID: String, in loaded: RuleLoadResult) -> Bool {
    if isEverything { return true }
    if let colon = ruleID.lastIndex(of: ":") { return files.contains(String(ruleID[..<colon])) }
    if let rule = loaded.ruleSet.rules.first(where: { $0.id == ruleID }) { return contains(rule) }
    return loaded.diagnostics.contains { $0.ruleID == ruleID && contains($0) }
  }

  /// The judged rules, and those that they require.
  func ruleSet(of ruleSet: RuleSet) -> RuleSet {
    if isEverything { return ruleSet }
    let byID = Dictionary(ruleSet.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var wanted = Set(ruleSet.rules.filter(contains).map(\.id))
    var pending = Array(wanted)
    while let id = pending.popLast() {
      for companion in byID[id]?.requires ?? [] where wanted.insert(companion.rule).inserted {
        pending.append(companion.rule)
      }
    }
    return RuleSet(rules: ruleSet.rules.filter { wanted.contains($0.id) }, packs: ruleSet.packs)
  }
}

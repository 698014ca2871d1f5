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
    try lint(try builder.judge(paths, beside: context))
  }

  /// Judges the bytes of one pack alone, for tests and tools that hold it in memory.
  public func lint(bytes: [UInt8], file: String) throws(MatcherError) -> LintReport {
    let loaded = RulePackLoader().load(bytes: bytes, file: file)
    return try lint(JudgedPacks(everythingIn: try builder.build(loaded, number: 1)))
  }

  private func lint(_ judged: JudgedPacks) throws(MatcherError) -> LintReport {
    let (loaded, built, focus) = (judged.loaded, judged.built, judged.focus)
    let linter = RuleLinter()
    var found = linter.lint(loaded.ruleSet, sources: loaded.sources)
    let assignments = Dictionary(grouping: built.generation.assignments, by: \.ruleID)
    for rule in judged.rules {
      found += FallbackTier.diagnostics(for: rule, assignments[rule.id] ?? [])
      found += try ExplodingRepeat.diagnostics(for: rule)
    }
    let all = built.diagnostics + linter.inFileOrder(found, loaded.ruleSet, loaded.sources)
    var report = LintReport()
    report.diagnostics = all.filter(focus.contains) + [judged.emptiness(.warning)].compactMap { $0 }
    report.hiddenErrorCount = all.count { $0.severity == .error && !focus.contains($0) }
    report.files = focus.files.sorted()
    report.rules = judged.rules
    report.assignments = built.generation.assignments
    report.quarantined = built.quarantined.filter { focus.contains(ruleID: $0.ruleID, in: loaded) }.map(\.ruleID)
    report.isUnreadable = loaded.hasUnreadableFile && report.diagnostics.contains { $0.severity == .error }
    return report
  }
}

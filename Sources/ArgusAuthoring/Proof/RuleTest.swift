import ArgusMatcher
import ArgusRules

/// This is the whole proof of a ruleset: its examples, their mutants, whether each rule lives, and corpora.
public struct RuleTest: Sendable {
  /// Directories and files; see `docs/rule-toolchain.md`.
  public var corpora: [String] = []
  /// Shares of 1 that the corpora must show, over all and for each rule that they speak of.
  public var minimumPrecision: Double?
  public var minimumRecall: Double?

  public init() {}

  /// Proves a ruleset of which all is judged.
  public func run(_ built: BuiltGeneration) -> RuleTestReport { run(JudgedPacks(everythingIn: built)) }

  /// Runs everything. Linear in the judged rules: each text is inspected once.
  public func run(_ packs: JudgedPacks) -> RuleTestReport {
    let built = packs.built
    let sources = packs.loaded.sources
    let judge = TextJudge(generation: built.generation)
    let judged = Set(packs.rules.map(\.id))
    var report = RuleTestReport(ruleIDs: packs.rules.map(\.id))
    report.exampleCount = built.examples.exampleCount
    report.faults = packs.faults + [packs.emptiness(.error)].compactMap { $0 }
    report.exampleFailures = sources.attached(to: built.examples.failures)
    report.liveness = sources.attached(to: LivenessProof(judge: judge, judged: judged).run())
    report.mutants = MutantRunner(judge: judge, judged: judged).run()
    report.mutants.diagnostics = sources.attached(to: report.mutants.diagnostics)
    guard !corpora.isEmpty else { return report }
    var runner = CorpusRunner(judge: judge, judged: judged, configured: packs.loaded.ruleSet.rules.map(\.id))
    runner.run(corpora)
    report.corpus = runner.report
    report.thresholds = thresholds(runner.report)
    report.hasThresholds = minimumPrecision != nil || minimumRecall != nil
    return report
  }

  private func thresholds(_ corpus: CorpusReport) -> [Diagnostic] {
    var found = unmeasured(corpus.overall) + check("all rules together", nil, corpus.overall)
    for (id, score) in corpus.byRule.sorted(by: { $0.key < $1.key }) { found += check("`\(id)`", id, score) }
    return found
  }

  /// A threshold that nothing was measured against must not look as if it held. A single rule may have no figure: the
  /// corpora need not hold a text for each.
  private func unmeasured(_ score: Score) -> [Diagnostic] {
    [
      ("precision", score.precision, minimumPrecision, "no rule reports anything in the corpora"),
      ("recall", score.recall, minimumRecall, "the corpora do not say what must be found"),
    ].compactMap { name, proportion, demanded, reason in
      guard demanded != nil, proportion.value == nil else { return nil }
      return Diagnostic(
        code: ProofCode.belowThreshold.rawValue, location: nil,
        message: "the \(name) of all rules together was not measured: \(reason)",
        hint: "mark a text with `argus: expect RULE-ID`, or take the threshold away")
    }
  }

  private func check(_ subject: String, _ rule: String?, _ score: Score) -> [Diagnostic] {
    [("precision", score.precision, minimumPrecision), ("recall", score.recall, minimumRecall)].compactMap { entry in
      guard let demanded = entry.2, let reached = entry.1.value, reached < demanded else { return nil }
      return Diagnostic(
        code: ProofCode.belowThreshold.rawValue, location: nil,
        message: "the \(entry.0) of \(subject) is \(Figure.percent(reached)) (\(entry.1.hits) of \(entry.1.total)),"
          + " demanded are \(Figure.percent(demanded))", hint: nil, ruleID: rule)
    }
  }
}

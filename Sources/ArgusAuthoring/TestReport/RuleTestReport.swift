public import ArgusRules

/// This is everything that `rules test` has to tell.
public struct RuleTestReport: Sendable {
  public var ruleIDs: [String]
  public var exampleCount = 0
  /// Errors of reading and compiling.
  public var faults: [Diagnostic] = []
  public var exampleFailures: [Diagnostic] = []
  /// Dead rules are errors; dead patterns and unproven rules are warnings.
  public var liveness: [Diagnostic] = []
  public var mutants = MutantReport()
  /// nil where no corpus was given.
  public var corpus: CorpusReport?
  public var thresholds: [Diagnostic] = []
  /// With thresholds the figures decide; without, every mark of a fixture file must be met.
  public var hasThresholds = false

  public init(ruleIDs: [String]) { self.ruleIDs = ruleIDs }

  /// Everything found, errors and warnings. With thresholds, marks that are not met are only warnings.
  public var diagnostics: [Diagnostic] {
    let marks = (corpus?.diagnostics ?? []).map { diagnostic -> Diagnostic in
      guard hasThresholds, Self.markCodes.contains(diagnostic.code) else { return diagnostic }
      var diagnostic = diagnostic
      diagnostic.severity = .warning
      return diagnostic
    }
    return faults + exampleFailures + liveness + mutants.diagnostics + marks + thresholds
  }

  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
  public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

  private static let markCodes: Set<String> = [
    ProofCode.expectedFindingMissing.rawValue, ProofCode.unwantedFinding.rawValue,
  ]
}

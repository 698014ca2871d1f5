/// This is the one place where the faults of a run gather, in the order they were found.
///
/// It is bounded: after ``limit`` diagnostics the others are only counted, and ``diagnostics`` ends with a line that
/// says so. Not thread-safe; one run owns one collector.
public final class DiagnosticCollector {
  /// The number of diagnostics that are kept.
  public static let limit = 1_000

  private var kept: [Diagnostic] = []
  private var dropped: (count: Int, worst: Diagnostic.Severity) = (0, .note)

  /// The number of errors reported so far, those beyond the limit included.
  public private(set) var errorCount = 0
  /// The number of diagnostics reported so far, those beyond the limit included.
  var count: Int { kept.count + dropped.count }
  /// Stamped on every diagnostic that names no rule itself.
  public var ruleID: String?

  public init() {}

  public func add(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { errorCount += 1 }
    guard kept.count < Self.limit else {
      dropped = (dropped.count + 1, max(dropped.worst, diagnostic.severity))
      return
    }
    var diagnostic = diagnostic
    if diagnostic.ruleID == nil { diagnostic.ruleID = ruleID }
    kept.append(diagnostic)
  }

  public func add(contentsOf diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { add(diagnostic) }
  }

  /// Everything reported. When something was dropped, the last entry says how much, and is as severe as the worst of it.
  public var diagnostics: [Diagnostic] {
    guard dropped.count > 0 else { return kept }
    let code = DiagnosticCode.tooManyDiagnostics.identifier()
    return kept + [
      Diagnostic(
        code: code, severity: dropped.worst, message: "\(dropped.count) more diagnostics are left out",
        hint: "mend the ones above first")
    ]
  }
}

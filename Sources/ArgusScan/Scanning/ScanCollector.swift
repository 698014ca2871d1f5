public import ArgusKit
public import ArgusRules

/// This is the end of a scan's line: results come in order, are compared with the baseline, counted and told.
///
/// It performs nothing itself; the caller writes what it answers.
public struct ScanCollector: Sendable {
  public private(set) var summary = ScanSummary()
  public private(set) var comparison: BaselineComparison?
  private var report: any ScanReport
  private let failOn: Severity

  /// - Parameter failOn: Less severe findings are told and do not decide.
  public init(
    report: any ScanReport, comparison: BaselineComparison? = nil, failOn: Severity = .info
  ) {
    self.report = report
    self.comparison = comparison
    self.failOn = failOn
  }

  /// This is what one outcome gives to write.
  public struct Answer: Sendable {
    /// For the report.
    public var text = ""
    /// For people, beside the report.
    public var notices: [Diagnostic] = []
    /// What could not be read: its path and why.
    public var unreadable: (path: String, reason: String)?
  }

  public func head() -> String { report.head() }

  public mutating func add(_ outcome: ScanOutcome) -> Answer {
    var answer = Answer()
    switch outcome {
    case .skipped(let reason): summary.skipped[reason, default: 0] += 1
    case .unreadable(let path, let reason):
      summary.add(unreadable: path, reason: reason)
      answer.unreadable = (path, reason)
    case .scanned(let result): add(result, &answer)
    }
    return answer
  }

  public func tail() -> String { report.tail(summary) }

  private mutating func add(_ result: ScanResult, _ answer: inout Answer) {
    if let reason = result.skipped {
      summary.skipped[reason, default: 0] += 1
      return
    }
    var result = result
    answer.notices = result.notices
    if let reason = result.failure {
      summary.add(unreadable: result.path, reason: reason)
      answer.unreadable = (result.path, reason)
    } else {
      summary.fileCount += 1
      summary.byteCount += result.byteCount
    }
    if result.skippedMembers > 0 { summary.skipped[.binary, default: 0] += result.skippedMembers }
    if result.omittedCount > 0 {
      summary.omittedCount += result.omittedCount
      if let action = result.omittedAction { summary.strongest = max(summary.strongest ?? action, action) }
      answer.notices.append(
        ScanNotice.omittedPlaces.diagnostic(path: result.path, detail: String(result.omittedCount)))
    }
    if var comparison {
      self.comparison = nil
      comparison.compare(&result)
      self.comparison = comparison
    }
    for record in result.records {
      summary.add(record, failOn: failOn)
      answer.text += report.text(for: record)
    }
  }

  /// Entries of the baseline that are gone, as remarks about the baseline's file.
  public func staleNotices(path: String) -> [Diagnostic] {
    guard let comparison else { return [] }
    return comparison.stale.map { entry in
      let gone = comparison.missingCount(of: entry)
      let which = gone < entry.count ? "\(gone) of \(entry.count) copies of " : ""
      return ScanNotice.staleBaseline.diagnostic(
        path: path, detail: "\(which)\(entry.rule) in \(PrintablePath.text(entry.path))")
    }
  }
}

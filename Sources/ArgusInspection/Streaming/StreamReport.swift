public import ArgusKit

/// This is what became certain of a stream with one piece of its text.
public struct StreamReport: Sendable {
  /// Each with its action; the spans count from the stream's first byte. A value that comes again is a finding again.
  public var findings: [Finding] = []
  /// Rules whose outcome is unknown because PCRE2 hit a limit, by id and reason; each comes once a stream.
  public var unknowns: [(ruleID: String, reason: String)] = []
  /// How many of the stream's bytes may be passed on, once what the findings ask for is done to them.
  public var releasable: Int

  public init(findings: [Finding] = [], unknowns: [(ruleID: String, reason: String)] = [], releasable: Int) {
    self.findings = findings
    self.unknowns = unknowns
    self.releasable = releasable
  }
}

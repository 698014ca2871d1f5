public import ArgusRules

/// This is a rule that is not live although its pack says so.
public struct QuarantinedRule: Sendable, Hashable {
  public var ruleID: String
  /// The first of ``diagnostics``.
  public var diagnostic: Diagnostic
  private var others: [Diagnostic]

  /// Everything that is wrong with the rule, patterns first, in the order they are written; never empty.
  public var diagnostics: [Diagnostic] { [diagnostic] + others }

  public init(ruleID: String, diagnostic: Diagnostic, others: [Diagnostic] = []) {
    self.ruleID = ruleID
    self.diagnostic = diagnostic
    self.others = others
  }
}

/// This is every reason the matcher has to quarantine a rule.
public enum MatcherDiagnosticCode: String, Sendable, Hashable, CaseIterable {
  /// PCRE2 refuses the pattern: a syntax error, or a construct that byte matching forbids.
  case patternDoesNotCompile = "AR0301"
  /// The pattern can match nothing at all, so it would match everywhere.
  case matchesEmptyString = "AR0302"
  /// `value:` names a group that the pattern does not have.
  case missingGroup = "AR0303"
}

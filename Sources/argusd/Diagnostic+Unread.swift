import ArgusAuthoring
import ArgusRules

extension Diagnostic {
  /// Whether a path that was named holds no pack or corpus that could be read: a mistake of the caller, not of a rule.
  var saysNothingWasRead: Bool {
    code == ProofCode.corpusUnreadable.rawValue
      || [DiagnosticCode.unreadableFile, .noPacks].contains { $0.identifier() == code }
  }
}

import ArgusRules

extension Diagnostic {
  /// Whether a path that was named holds no pack that could be read: a mistake of the caller, not of a rule.
  var saysNothingWasRead: Bool {
    [DiagnosticCode.unreadableFile, .noPacks].contains { $0.identifier() == code }
  }
}

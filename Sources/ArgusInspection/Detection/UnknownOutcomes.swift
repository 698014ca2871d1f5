import ArgusRules

/// This is the naming of what PCRE2 gave up on, as outcomes and metrics show it.
enum UnknownOutcomes {
  /// The findings that such an allow pattern might have allowed stand, so there is nothing more to decide; that it was
  /// not decided is told nevertheless.
  static func ofAllowances(
    _ result: RuleDetector.Result, _ plan: InspectionPlan
  ) -> [(ruleID: String, reason: String)] {
    result.undecidedAllowances.sorted { $0.key < $1.key }.map { (plan.rules[$0.key].id, "allow pattern: \($0.value)") }
  }
}

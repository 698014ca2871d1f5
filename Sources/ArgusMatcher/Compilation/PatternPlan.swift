/// This is everything about one pattern that was worked out when its database was compiled, so that a later run or
/// reload need not translate it again.
struct PatternPlan: Sendable, Equatable {
  var key: PatternKey
  /// ``PatternTranslation/digest``: a program that translates otherwise must not use the plan.
  var translation: PatternKey
  var isSafeForMachineCode: Bool
  var extent: MatchExtent
  /// nil: the database does not hold the pattern, PCRE2 looks at every field.
  var choice: AutomatonChoice?
}

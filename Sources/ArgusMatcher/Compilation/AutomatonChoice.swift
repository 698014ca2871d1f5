/// This is how the automaton holds one pattern, as far as searching and people need to know.
struct AutomatonChoice: Sendable, Equatable {
  var tier: EngineAssignment.Tier
  var trigger: CompiledPattern.Trigger
  /// The pattern's own, in bytes.
  var width: PatternWidth
  /// The literal of a `fallback`.
  var literal: String?
}

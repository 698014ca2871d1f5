internal import ArgusRules

/// This is how far an attempt of a pattern may look ahead.
enum MatchExtent: Sendable, Equatable {
  /// So far and no further: each start costs at most a fixed time, and a pattern may try as many as an ordinary text
  /// makes it try. A stream holds back so many bytes at most.
  case bounded(holdBack: Int)
  /// To the end of the text: each start may cost as much as reading it, and a pattern may try few.
  case unbounded
  /// Nobody knows, nor whether a search may be cut into several: `\G` and `(*COMMIT)` ask where it began. It may try
  /// small texts, whole.
  case opaque

  init(_ pattern: RulePattern) {
    guard let shape = StreamShape(pattern) else {
      self = .opaque
      return
    }
    self = shape.holdBack.map { .bounded(holdBack: $0) } ?? .unbounded
  }

  /// See ``EngineAssignment/holdBack``.
  var holdBack: Int? {
    guard case .bounded(let holdBack) = self else { return nil }
    return holdBack
  }
}

extension CompiledAutomaton {
  /// Calls `body` with each pattern that the automaton reports anywhere in `text`, at least once.
  ///
  /// - Precondition: the patterns' contexts stand in `text`, or the text begins there.
  func forEachPattern(
    reportedIn text: UnsafeBufferPointer<UInt8>, _ workspace: ScanWorkspace, _ body: (Int) -> Void
  ) throws(MatcherError) {
    guard let database, !text.isEmpty else { return }
    workspace.table.removeAll()
    try unsafe database.scan(text, workspace.scratch, into: &workspace.table)
    for pattern in patterns.indices where workspace.table[pattern] != nil { body(pattern) }
  }
}

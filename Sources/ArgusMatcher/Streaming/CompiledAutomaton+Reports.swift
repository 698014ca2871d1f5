extension CompiledAutomaton {
  /// Calls `body` with each pattern that a database reports anywhere in `text`, at least once.
  ///
  /// - Precondition: what the patterns' assertions look at stands in `text`, or the text begins there.
  func forEachPattern(
    reportedIn text: UnsafeBufferPointer<UInt8>, _ workspace: ScanWorkspace, _ body: (Int) -> Void
  ) throws(MatcherError) {
    guard !text.isEmpty else { return }
    for part in parts {
      workspace.table.removeAll()
      try unsafe part.database.scan(text, workspace.scratch, into: &workspace.table)
      for (expression, pattern) in part.targets.enumerated()
      where pattern != AutomatonPart.masked && workspace.table[expression] != nil { body(pattern) }
    }
  }
}

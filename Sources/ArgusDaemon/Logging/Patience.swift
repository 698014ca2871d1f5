/// This is the word to a waiting person while something takes long; a pipe never sees it.
public enum Patience {
  /// Runs `body`; after a moment the terminal says `what`, and forgets it at the end.
  public static func during<Result, Failure: Error>(
    _ what: String, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard StandardError.isTerminal else { return try body() }
    let note = Task.detached {
      try await Task.sleep(for: .milliseconds(400))
      StandardError.write("\r\u{1B}[K\(what)…")
    }
    defer {
      note.cancel()
      StandardError.write("\r\u{1B}[K")
    }
    return try body()
  }
}

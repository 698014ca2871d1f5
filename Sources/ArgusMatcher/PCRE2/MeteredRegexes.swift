internal import ArgusRules
internal import Synchronization

/// This is the patterns of a generation in the form that counts steps; each is compiled when it is first needed, which
/// ordinary texts never do.
final class MeteredRegexes: Sendable {
  private let compiled = Mutex<[Int: PCRE2Regex]>([:])

  /// nil where there is no memory for it.
  func regex(_ index: Int, _ source: @autoclosure () -> RulePattern) -> PCRE2Regex? {
    compiled.withLock { compiled in
      if let regex = compiled[index] { return regex }
      let regex = try? PCRE2Regex(source(), for: .metered)
      compiled[index] = regex
      return regex
    }
  }
}

public import ArgusRules

/// This is one pattern tried on made-up texts under the limits of a scan, for the tools of rule authors.
public struct PatternTrial: ~Copyable {
  private let regex: PCRE2Regex
  private let searcher: PCRE2Searcher

  /// nil when PCRE2 refuses the pattern.
  /// - Throws: ``MatcherError`` when PCRE2 has no memory.
  public init?(_ pattern: RulePattern, limits: ScanLimits = ScanLimits()) throws(MatcherError) {
    guard let regex = try? RegexShelf(previous: nil, plans: nil).regex(for: pattern) else { return nil }
    self.regex = regex
    searcher = try PCRE2Searcher(captures: regex.captureCount, limits: limits)
  }

  /// Whether PCRE2 reaches a limit on `text`, so that it neither finds nor excludes a match that begins at its first byte.
  public func givesUp(on text: [UInt8]) -> Bool {
    unsafe text.withUnsafeBufferPointer { bytes in
      // The limit counts from each start anew; later starts only cost time.
      guard case .unknown = unsafe searcher.search(regex, in: bytes, from: 0, lastStart: 0) else { return false }
      return true
    }
  }
}

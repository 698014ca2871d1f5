internal import ArgusRules

/// This is PCRE2's search within a scan's allowance: plain until a pattern has used up its part, then counted step by
/// step until the scan's budget ends.
struct AllowedSearch: Sendable {
  let metered: MeteredRegexes
  let rules: [Rule]

  /// Finds the leftmost match of pattern `index` that starts in `start...lastStart`.
  func find(
    _ index: Int, _ pattern: CompiledPattern, in subject: UnsafeBufferPointer<UInt8>, from start: Int, lastStart: Int,
    _ workspace: ScanWorkspace, _ work: inout ScanWork
  ) -> PCRE2Searcher.Outcome {
    guard start <= lastStart else { return .none }
    work.searches += 1
    var from = start
    while true {
      let left = workspace.allowance.left(index, pattern.extent)
      guard left > 0, pattern.extent != .opaque || lastStart - from < left else { break }
      let last = lastStart - from < left ? lastStart : from + left - 1
      let outcome = unsafe workspace.searcher.search(pattern.regex, in: subject, from: from, lastStart: last)
      var reached = last
      if case .match(let start, _) = outcome { reached = max(from, min(last, start)) }
      workspace.allowance.use(reached - from + 1, of: index)
      work.starts += reached - from + 1
      guard case .none = outcome, last < lastStart else { return outcome }
      from = last + 1
    }
    guard let regex = metered.regex(index, rules[pattern.rule].patterns[pattern.pattern]) else {
      return .unknown(reason: "out of memory")
    }
    let before = workspace.allowance.steps
    let outcome = unsafe workspace.searcher.searchMetered(
      regex, in: subject, from: from, lastStart: lastStart, budget: &workspace.allowance.steps)
    work.steps += before - workspace.allowance.steps
    return outcome
  }
}

internal import CPCRE2

/// This is PCRE2's working memory for one search at a time: match data, limits and a JIT stack of its own.
@safe struct PCRE2Searcher: ~Copyable {
  // None is nil; all three are freed with this value.
  private let data: OpaquePointer
  private let context: OpaquePointer
  private let jitStack: OpaquePointer

  /// - Parameter captures: the largest number of groups of any pattern that will be searched.
  init(captures: Int, limits: ScanLimits) throws(MatcherError) {
    let pairs = UInt32(clamping: captures + 1)
    guard let data = unsafe pcre2_match_data_create_8(pairs, nil) else { throw MatcherError("PCRE2 is out of memory") }
    guard let context = unsafe pcre2_match_context_create_8(nil) else {
      unsafe pcre2_match_data_free_8(data)
      throw MatcherError("PCRE2 is out of memory")
    }
    guard let jitStack = unsafe pcre2_jit_stack_create_8(32 * 1024, limits.jitStackBytes, nil) else {
      unsafe pcre2_match_context_free_8(context)
      unsafe pcre2_match_data_free_8(data)
      throw MatcherError("PCRE2 has no memory for a JIT stack")
    }
    unsafe pcre2_set_match_limit_8(context, limits.matchLimit)
    unsafe pcre2_set_depth_limit_8(context, limits.depthLimit)
    unsafe pcre2_set_heap_limit_8(context, limits.heapLimitKiB)
    unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(jitStack))
    unsafe self.data = data
    unsafe self.context = context
    unsafe self.jitStack = jitStack
  }

  deinit {
    unsafe pcre2_jit_stack_free_8(jitStack)
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(data)
  }

  enum Outcome {
    /// Half-open, in bytes of the subject.
    case match(start: Int, end: Int)
    case none
    /// PCRE2 gave up: neither found nor not found.
    case unknown(reason: String)
  }

  /// Finds the leftmost match of `regex` in `subject` that starts in `start...lastStart`.
  ///
  /// The bytes before `start` are seen by `\b` and by lookbehind.
  func search(
    _ regex: PCRE2Regex, in subject: UnsafeBufferPointer<UInt8>, from start: Int, lastStart: Int
  ) -> Outcome {
    guard let base = subject.baseAddress, start <= subject.count, start <= lastStart else { return .none }
    unsafe pcre2_set_offset_limit_8(context, lastStart)
    // Both calls read only `subject`, which the caller keeps alive, and write only to `data`, which this value owns.
    let code =
      regex.hasMachineCode
      ? unsafe pcre2_jit_match_8(regex.code, base, subject.count, start, 0, data, context)
      : unsafe pcre2_match_8(regex.code, base, subject.count, start, 0, data, context)
    if code == PCRE2_ERROR_NOMATCH { return .none }
    guard code >= 0, let span = group(0) else { return .unknown(reason: PCRE2Error.limitName(code)) }
    return .match(start: span.start, end: span.end)
  }

  /// Finds what ``search(_:in:from:lastStart:)`` finds, and counts how far the matcher walks; `regex` must be compiled
  /// for it. Some five times slower.
  ///
  /// A step is an item of the pattern tried at a place, or a byte walked over between two of them.
  /// - Parameter budget: The steps that are left; where they are used up, the outcome is unknown.
  func searchMetered(
    _ regex: PCRE2Regex, in subject: UnsafeBufferPointer<UInt8>, from start: Int, lastStart: Int, budget: inout Int
  ) -> Outcome {
    var meter = StepMeter(remaining: budget, position: start)
    // The meter outlives the search, and the callout is its only user meanwhile.
    let outcome = unsafe withUnsafeMutablePointer(to: &meter) { meter in
      unsafe pcre2_set_callout_8(
        context,
        { block, meter in
          // PCRE2 hands over a block, and the pointer given below; neither is nil.
          guard let block = unsafe block, let meter = unsafe meter else { return 0 }
          return unsafe meter.assumingMemoryBound(to: StepMeter.self).pointee.step(
            to: Int(block.pointee.current_position))
        }, meter)
      defer { unsafe pcre2_set_callout_8(context, nil, nil) }
      return unsafe search(regex, in: subject, from: start, lastStart: lastStart)
    }
    budget = max(0, meter.remaining)
    return outcome
  }

  private struct StepMeter {
    var remaining: Int
    /// Where the matcher stood last.
    var position: Int

    mutating func step(to next: Int) -> Int32 {
      remaining -= 1 + abs(next - position)
      position = next
      return remaining < 0 ? PCRE2_ERROR_CALLOUT : 0
    }
  }

  enum UnfinishedOutcome {
    /// Nothing that may follow the subject changes it.
    case decided(Outcome)
    /// The attempt at `start` looked for what may follow; no match starts before it.
    case partial(start: Int)
  }

  /// Finds the leftmost match in a subject that is not complete; `regex` must be compiled for streams.
  ///
  /// Matches that would start at the subject's end are not looked for.
  func searchUnfinished(
    _ regex: PCRE2Regex, in subject: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> UnfinishedOutcome {
    guard let base = subject.baseAddress, start < subject.count else { return .decided(.none) }
    unsafe pcre2_set_offset_limit_8(context, subject.count - 1)
    let options = UInt32(PCRE2_PARTIAL_HARD)
    // As above: `subject` is only read, and `data` is this value's own.
    let code =
      regex.hasMachineCode
      ? unsafe pcre2_jit_match_8(regex.code, base, subject.count, start, options, data, context)
      : unsafe pcre2_match_8(regex.code, base, subject.count, start, options, data, context)
    if code == PCRE2_ERROR_NOMATCH { return .decided(.none) }
    guard code >= 0 || code == PCRE2_ERROR_PARTIAL, let span = group(0) else {
      return .decided(.unknown(reason: PCRE2Error.limitName(code)))
    }
    return code >= 0 ? .decided(.match(start: span.start, end: span.end)) : .partial(start: span.start)
  }

  /// The span of a group of the last match, or nil when it took no part.
  ///
  /// - Precondition: the group exists in the pattern searched last, and that search matched.
  func group(_ number: Int) -> (start: Int, end: Int)? {
    let pairs = unsafe Int(pcre2_get_ovector_count_8(data))
    precondition(number < pairs, "match data has room for every group of every pattern")
    // In bounds: the vector has two entries a pair, checked above.
    let vector = unsafe pcre2_get_ovector_pointer_8(data)
    guard let vector = unsafe vector else { return nil }
    let (start, end) = unsafe (vector[2 * number], vector[2 * number + 1])
    // `PCRE2_UNSET` is the largest size, which Swift sees as -1.
    return start >= 0 && start <= end ? (start, end) : nil
  }
}

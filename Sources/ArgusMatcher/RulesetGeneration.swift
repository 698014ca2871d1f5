public import ArgusRules
internal import Synchronization

/// This is one compiled, immutable, numbered ruleset; it owns its databases and frees them with its last lease.
public final class RulesetGeneration: Sendable {
  /// Grows by one with every installed generation; 1 is the first.
  public let number: UInt64
  public let digest: RuleSetDigest
  /// The compiled rules, `off` and quarantined ones left out.
  public let rules: [Rule]
  public let assignments: [EngineAssignment]
  /// Rules that no engine could take, with the reason; never silent.
  public let quarantined: [QuarantinedRule]

  let automaton: CompiledAutomaton
  let pool: ScratchPool
  /// Patterns that have no trigger: they search every field.
  let alwaysSearched: [Int]

  private let limits: ScanLimits
  private let metered = MeteredRegexes()
  private let streams = Mutex<StreamPlan?>(nil)

  /// How many generations exist in this process: the live one and those that requests still hold.
  public static var liveCount: Int { live.load(ordering: .relaxed) }
  private static let live = Atomic<Int>(0)

  init(
    number: UInt64, digest: RuleSetDigest, rules: [Rule], quarantined: [QuarantinedRule],
    automaton: CompiledAutomaton, limits: ScanLimits
  ) throws(MatcherError) {
    let captures =
      max(
        automaton.patterns.map(\.regex.captureCount).max() ?? 0,
        automaton.allowPatterns.joined().map(\.captureCount).max() ?? 0)
    pool = try ScratchPool(
      databases: automaton.parts.map(\.database), captures: captures,
      expressions: automaton.parts.map(\.targets.count).max() ?? 0, patterns: automaton.patterns.count, limits: limits)
    self.limits = limits
    self.number = number
    self.digest = digest
    self.rules = rules
    assignments = automaton.assignments(of: rules)
    self.quarantined = quarantined
    self.automaton = automaton
    alwaysSearched = automaton.patterns.indices.filter { automaton.patterns[$0].trigger == .always }
    Self.live.wrappingAdd(1, ordering: .relaxed)
  }

  deinit { Self.live.wrappingSubtract(1, ordering: .relaxed) }

  /// Bytes of the compiled automaton, for metrics and `lint`.
  public var databaseByteCount: Int { automaton.parts.reduce(0) { $0 + $1.database.byteCount } }

  /// What streams share; made for the first of them.
  var streamPlan: StreamPlan {
    streams.withLock { plan in
      if let plan { return plan }
      let made = StreamPlan(rules: rules, patterns: automaton.patterns, assignments: assignments)
      plan = made
      return made
    }
  }

  /// Makes what streams share ahead of the first ``StreamScanner``, which would else wait for it: about as long as
  /// compiling all patterns with PCRE2 takes. Call it where the generation was compiled.
  public func prepareStreams() { _ = streamPlan }

  /// Ids of the rules whose matches have no useful bound (``EngineAssignment/holdBack``): streams do not look for them.
  public var unstreamableRules: [String] {
    var ids: [String] = []
    for assignment in assignments where assignment.holdBack == nil && ids.last != assignment.ruleID {
      ids.append(assignment.ruleID)
    }
    return ids
  }

  /// Patterns that a second, small database holds, because the large one was compiled before they were written.
  public var deltaPatternCount: Int { automaton.distance.missing }

  /// Patterns that the large database still holds although no rule has them.
  public var maskedPatternCount: Int { automaton.distance.surplus }

  /// Whether one database holds just the patterns of this generation; see ``RulesetCompiler/consolidate(_:)``.
  public var isConsolidated: Bool { automaton.distance == .none }

  /// Finds every match of every rule in every field of `arena`, in one automaton pass, or in two where a delta is there.
  ///
  /// Thread-safe: scratch memory is borrowed from the generation's pool for the call.
  /// - Throws: ``MatcherError`` when `arena` is 4 GiB or larger, or when the engine has no memory.
  public func scan(_ arena: borrowing FieldArena) throws(MatcherError) -> MatchReport {
    // A hit keeps its end in 32 bits, which is also what Hyperscan can be given.
    guard arena.bytes.count < Int(UInt32.max) else { throw MatcherError("an arena of 4 GiB or more is not scanned") }
    guard !arena.bytes.isEmpty else { return MatchReport() }
    let workspace = try pool.borrow()
    defer { pool.giveBack(workspace) }
    let fields = arena.fields
    return try unsafe arena.bytes.withUnsafeBufferPointer { bytes throws(MatcherError) in
      workspace.allowance.begin(byteCount: bytes.count, limits)
      var pass = unsafe ScanPass(
        automaton: automaton, workspace: workspace, bytes: bytes, fields: fields,
        search: AllowedSearch(metered: metered, rules: rules))
      return try pass.run(always: alwaysSearched)
    }
  }

  /// Tells whether an allow pattern of rule `rule` (an index into ``rules``) is found in `value`.
  public func allowance(rule: Int, value: Span<UInt8>) -> Allowance {
    let patterns = automaton.allowPatterns[rule]
    guard !patterns.isEmpty else { return .none }
    guard let workspace = try? pool.borrow() else { return .unknown(reason: "out of memory") }
    defer { pool.giveBack(workspace) }
    var allowance = Allowance.none
    unsafe value.withUnsafeBufferPointer { value in
      for pattern in patterns {
        switch unsafe workspace.searcher.search(pattern, in: value, from: 0, lastStart: value.count) {
        case .match:
          allowance = .allowed
          return
        case .none: continue
        case .unknown(let reason): allowance = .unknown(reason: reason)
        }
      }
    }
    return allowance
  }

  /// This is what a rule's allow patterns say of one value.
  public enum Allowance: Sendable, Hashable {
    case allowed
    case none
    /// PCRE2 gave up on a pattern and no other one matched: nothing is allowed, and somebody should know.
    case unknown(reason: String)
  }
}

/// This is how much work and memory one scan may use before it says *unknown* instead of guessing.
public struct ScanLimits: Sendable, Hashable {
  /// PCRE2's count of internal match calls per attempt; the library's own default is ten million.
  public var matchLimit: UInt32
  /// PCRE2's nesting of backtracking points; only the interpreter honours it.
  public var depthLimit: UInt32
  /// PCRE2's heap for backtracking, in KiB; only the interpreter honours it.
  public var heapLimitKiB: UInt32
  /// How many steps of PCRE2 one scan may take once its ordinary allowance is used up (``ScanWork``): so many, and so
  /// many for each byte. What would take more is unknown.
  public var stepBudget: Int
  public var stepsPerByte: Int
  /// How far a JIT stack may grow, in bytes. The library's default of 32 KiB fails on ordinary rules.
  public var jitStackBytes: Int
  /// How many automaton hits one pass keeps before it falls back to a pass per field.
  public var hitCapacity: Int
  /// How many idle scratch sets a generation keeps for the next scans.
  public var idleWorkspaces: Int
  /// How long one suspicious pattern may take to compile alone before it is approximated.
  public var compileProbe: Duration

  public init(
    matchLimit: UInt32 = 1_000_000, depthLimit: UInt32 = 100_000, heapLimitKiB: UInt32 = 64 * 1024,
    stepBudget: Int = 4_000_000, stepsPerByte: Int = 500,
    jitStackBytes: Int = 4 << 20, hitCapacity: Int = 32_768, idleWorkspaces: Int = 16,
    compileProbe: Duration = .seconds(2)
  ) {
    precondition(hitCapacity > 0 && jitStackBytes >= 32 * 1024, "a scan needs room for one hit and a JIT stack")
    self.matchLimit = matchLimit
    self.depthLimit = depthLimit
    self.heapLimitKiB = heapLimitKiB
    self.stepBudget = stepBudget
    self.stepsPerByte = stepsPerByte
    self.jitStackBytes = jitStackBytes
    self.hitCapacity = hitCapacity
    self.idleWorkspaces = idleWorkspaces
    self.compileProbe = compileProbe
  }
}

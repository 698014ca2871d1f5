import Synchronization

/// This is what the daemon knows of its rules, as `/health` and `/metrics` show it. Written by the reload service,
/// read by the proxy.
public final class StatusBoard: Sendable {
  public struct Status: Sendable {
    public var isReady = false
    public var isDraining = false
    public var generation: UInt64 = 0
    public var digest = ""
    public var rulesLoaded = 0
    /// Patterns of the live ruleset that a second, small database holds until all are compiled into one.
    public var deltaPatterns = 0
    /// How long the last reload took, whatever came of it; nil before the first.
    public var lastReloadDuration: Duration?
    /// Rules that are not live although their pack says so: id and reason.
    public var quarantined: [(ruleID: String, reason: String)] = []
    /// Reloads tried since the start, the successful and the failed ones.
    public var reloadsSucceeded: UInt64 = 0
    public var reloadsFailed: UInt64 = 0
    /// Seconds since 1970 of the last successful load.
    public var lastLoadTime: Double = 0
    /// Why the files on disk are not what is live; nil when they are. First lines of diagnostics.
    public var staleReasons: [String]?
    /// Seconds since 1970 from when on disk and live differ.
    public var staleSince: Double?

    public init() {}
  }

  private let state = Mutex(Status())
  let reloadDuration = Histogram(seconds: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100])

  public init() {}

  public var status: Status { state.withLock { $0 } }

  public func update(_ change: @Sendable (inout Status) -> Void) { state.withLock { change(&$0) } }

  /// Records how long a reload took, from the signal's service to the swap or the refusal.
  public func reloaded(in duration: Duration) {
    reloadDuration.record(nanoseconds: duration.wholeNanoseconds)
    update { $0.lastReloadDuration = duration }
  }
}

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

  public init() {}

  public var status: Status { state.withLock { $0 } }

  public func update(_ change: @Sendable (inout Status) -> Void) { state.withLock { change(&$0) } }
}

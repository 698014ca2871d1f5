package import ArgusMatcher
import Glibc
import Synchronization

/// This is the work that follows a reload which compiled only what had changed: all patterns are compiled into one
/// database, so that a request is one pass again.
///
/// One compilation runs at a time, on a thread of the lowest priority, once no other generation has come for a while.
/// Hyperscan cannot be interrupted: a compilation whose generation is replaced meanwhile runs to its end, and only the
/// cache has something of it. The end of the process does not wait for it either.
package final class Consolidation: Sendable {
  /// This is what came of one compilation.
  package typealias Outcome = Result<RulesetGeneration, MatcherError>

  private struct State {
    /// What should be consolidated next; the newest replaces those before.
    var wanted: RulesetGeneration?
    var isRunning = false
  }

  private let state = Mutex(State())
  private let pause: Duration
  private let compile: @Sendable (RulesetGeneration) -> Outcome
  private let deliver: @Sendable (_ original: RulesetGeneration, Outcome) -> Void

  /// - Parameters:
  ///   - pause: how long a generation must have been the newest.
  ///   - compile: gives the same generation with one database.
  ///   - deliver: takes the result, on the thread of the compilation.
  package init(
    pause: Duration, compile: @escaping @Sendable (RulesetGeneration) -> Outcome,
    deliver: @escaping @Sendable (_ original: RulesetGeneration, Outcome) -> Void
  ) {
    self.pause = pause
    self.compile = compile
    self.deliver = deliver
  }

  /// Makes `generation` the one to consolidate, if it needs to be.
  package func consider(_ generation: RulesetGeneration) {
    let mustStart = state.withLock { state in
      state.wanted = generation.isConsolidated ? nil : generation
      guard state.wanted != nil, !state.isRunning else { return false }
      state.isRunning = true
      return true
    }
    guard mustStart, !BackgroundThread.run({ self.work() }) else { return }
    state.withLock { $0.isRunning = false }
  }

  private func work() {
    while let generation = next() {
      Self.sleep(pause)
      guard state.withLock({ $0.wanted === generation }) else { continue }
      let outcome = compile(generation)
      let isWanted = state.withLock { state in
        guard state.wanted === generation else { return false }
        state.wanted = nil
        return true
      }
      if isWanted { deliver(generation, outcome) }
    }
  }

  private func next() -> RulesetGeneration? {
    state.withLock { state in
      if state.wanted == nil { state.isRunning = false }
      return state.wanted
    }
  }

  private static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var asked = rest
    while nanosleep(&asked, &rest) != 0 { asked = rest }
  }
}

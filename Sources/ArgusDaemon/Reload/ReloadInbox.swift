import ArgusMatcher
import Synchronization

/// This is what waits for the reload service: at most one reload, however many signals came, and at most one
/// consolidated generation.
final class ReloadInbox: Sendable {
  struct Content {
    var isReloadWanted = false
    var consolidated: (original: RulesetGeneration, outcome: Consolidation.Outcome)?
  }

  private let content = Mutex(Content())
  /// One element for content that was put since the last one was taken.
  let wakeups: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  init() {
    (wakeups, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  func put(_ change: @Sendable (inout Content) -> Void) {
    content.withLock { change(&$0) }
    wake.yield()
  }

  func take() -> Content {
    content.withLock { content in
      defer { content = Content() }
      return content
    }
  }

  func close() { wake.finish() }
}

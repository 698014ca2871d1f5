import NIOPosix
import Synchronization

/// This is the only place that writes log lines: a bounded queue and one thread, so that a slow reader of standard
/// error never holds up a request. Lines over the bound are dropped, and the next line that is written says how many.
package final class LogWriter: Sendable {
  private struct State {
    var waiting = 0
    var dropped = 0
  }

  private let state = Mutex(State())
  private let thread = NIOThreadPool(numberOfThreads: 1)
  private let capacity: Int
  private let output: @Sendable (String) -> Void

  package init(capacity: Int = 8192, output: @escaping @Sendable (String) -> Void = { StandardError.write($0) }) {
    self.capacity = capacity
    self.output = output
    thread.start()
  }

  /// Queues one line, which ends with a line break.
  package func write(_ line: String) {
    let dropped: Int? = state.withLock { state in
      guard state.waiting < capacity else {
        state.dropped += 1
        return nil
      }
      state.waiting += 1
      defer { state.dropped = 0 }
      return state.dropped
    }
    guard let dropped else { return }
    // A cancelled item still writes: what is logged while the process ends must be seen too.
    thread.submit { [self] _ in
      output(dropped > 0 ? line + "… \(dropped) log lines before this one were dropped\n" : line)
      state.withLock { $0.waiting -= 1 }
    }
  }

  /// Writes what is queued and ends.
  package func finish() async {
    // A pool that shuts down hands what still waits to another thread, beside the item that runs: lines would change
    // places. One last item says that the queue is empty.
    await withCheckedContinuation { emptied in thread.submit { _ in emptied.resume() } }
    try? await thread.shutdownGracefully()
  }
}

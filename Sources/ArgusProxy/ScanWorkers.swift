package import NIOCore
import NIOPosix
import Synchronization

/// This is the threads on which large bodies are inspected, with a bounded queue before them.
package final class ScanWorkers: Sendable {
  /// A body of the ordinary half megabyte takes a few milliseconds: a full queue is a fraction of a second.
  package static let maximumWaitingPerWorker = 64

  let threads: NIOThreadPool
  private let waiting = Atomic<Int>(0)
  private let maximumWaiting: Int

  package init(count: Int) {
    threads = NIOThreadPool(numberOfThreads: count)
    maximumWaiting = count * Self.maximumWaitingPerWorker
    threads.start()
  }

  package func stop() async {
    // It fails only when it was stopped before.
    try? await threads.shutdownGracefully()
  }

  /// Runs `work` when a worker is free; nil when the queue is full, and then nothing runs.
  package func submit<Result: Sendable>(
    on eventLoop: any EventLoop, _ work: @escaping @Sendable () -> Result
  ) -> EventLoopFuture<Result>? {
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= maximumWaiting else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      return nil
    }
    let promise = eventLoop.makePromise(of: Result.self)
    threads.submit { [self] state in
      waiting.wrappingSubtract(1, ordering: .relaxed)
      switch state {
      case .active: promise.succeed(work())
      case .cancelled: promise.fail(CancellationError())
      }
    }
    return promise.futureResult
  }
}

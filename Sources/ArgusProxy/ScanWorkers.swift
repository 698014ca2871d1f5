import NIOCore
import NIOPosix
import Synchronization

/// This is the threads on which large bodies are inspected, with a bounded queue before them.
final class ScanWorkers: Sendable {
  let threads: NIOThreadPool
  private let waiting = Atomic<Int>(0)
  private let maximumWaiting: Int

  init(count: Int) {
    threads = NIOThreadPool(numberOfThreads: count)
    // Four bodies of the ordinary half megabyte take a worker about 15 ms: a full queue is seconds, not minutes.
    maximumWaiting = count * 64
    threads.start()
  }

  /// Runs `task`; nil when the queue is full, and then nothing runs.
  func submit(_ task: InspectionTask, on eventLoop: any EventLoop) -> EventLoopFuture<InspectionTask.Result>? {
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= maximumWaiting else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      return nil
    }
    let promise = eventLoop.makePromise(of: InspectionTask.Result.self)
    threads.submit { [self] state in
      waiting.wrappingSubtract(1, ordering: .relaxed)
      switch state {
      case .active: promise.succeed(task.run())
      case .cancelled: promise.fail(CancellationError())
      }
    }
    return promise.futureResult
  }
}

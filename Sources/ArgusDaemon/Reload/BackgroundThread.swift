import Glibc

/// This is a thread for work that nobody waits for: it gives way to everything else, and the end of the process does not
/// wait for it.
enum BackgroundThread {
  /// Runs `body` on a new thread of the lowest priority; false when the system has none.
  static func run(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = Work(body)
    // Balanced by `takeRetainedValue` on the new thread, or below when there is none.
    let retained = Unmanaged.passRetained(work)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        // On Linux this is the calling thread's own; raising it is always allowed.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        work.body()
        return nil
      }, retained.toOpaque())
    guard code == 0 else {
      retained.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

import Glibc

/// This is a fixed number of threads that run one function each and are waited for.
enum WorkerThreads {
  private final class Start: Sendable {
    let body: @Sendable (Int) -> Void
    let index: Int

    init(_ body: @escaping @Sendable (Int) -> Void, _ index: Int) {
      self.body = body
      self.index = index
    }
  }

  /// The number of processors that this process may use.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Runs `body` with 0, 1, … on threads of their own and returns when all have returned. Where the system gives no
  /// thread, the calling one does the work.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (1..<max(1, count)).compactMap { start(Start(body, $0)) }
    body(0)
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body` on a thread that ends with it or with the process; not at all where the system gives no thread.
  static func detach(_ body: @escaping @Sendable () -> Void) {
    if let thread = start(Start({ _ in body() }, 0)) { pthread_detach(thread) }
  }

  private static func start(_ start: Start) -> pthread_t? {
    // Balanced by `takeRetainedValue` on the new thread, or below when there is none.
    let retained = Unmanaged.passRetained(start)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context {
          let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
          start.body(start.index)
        }
        return nil
      }, retained.toOpaque())
    guard code == 0 else {
      retained.release()
      return nil
    }
    return thread
  }
}

/// This is a number of permits: who finds none waits until one is given back.
///
/// `@unchecked Sendable` because a semaphore is made to be used by several threads.
final class Permits: @unchecked Sendable {
  // Allocated in `init`, destroyed in `deinit`; whoever waits holds this object.
  private let semaphore: UnsafeMutablePointer<sem_t>

  init(_ count: Int) {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, UInt32(max(1, count)))
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func take() {
    while sem_wait(semaphore) != 0, errno == EINTR {}
  }

  func give() { sem_post(semaphore) }
}

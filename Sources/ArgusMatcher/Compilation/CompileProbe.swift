internal import Glibc
internal import Synchronization

/// This is a trial compilation of one expression on a thread of its own, given up at a deadline.
///
/// Hyperscan cannot be interrupted, so a thread that is given up runs on until it is done, and its result is dropped.
/// Their number is capped: past the cap every suspicious expression counts as too slow.
struct CompileProbe: ~Copyable {
  private let deadline: Duration
  private var abandoned = 0
  private static let maximumAbandoned = 4

  init(deadline: Duration) { self.deadline = deadline }

  /// True when `expression` compiles alone, and in time.
  mutating func accepts(_ expression: HyperscanDatabase.Expression) -> Bool {
    guard abandoned < Self.maximumAbandoned else { return false }
    let trial = Trial(expression)
    switch trial.run(for: deadline) {
    case .compiled: return true
    case .refused: return false
    case .tooSlow:
      abandoned += 1
      return false
    }
  }
}

/// This is the state that the two threads of a probe share; the last of them frees it.
@safe private final class Trial: Sendable {
  enum Verdict: Int, AtomicRepresentable {
    case tooSlow, refused, compiled
  }

  private let expression: HyperscanDatabase.Expression
  private let verdict = Atomic<Verdict>(.tooSlow)
  // Allocated in `init`, destroyed in `deinit`; both threads hold this object while they use it.
  nonisolated(unsafe) private let done: UnsafeMutablePointer<sem_t>

  init(_ expression: HyperscanDatabase.Expression) {
    self.expression = expression
    unsafe done = .allocate(capacity: 1)
    unsafe sem_init(done, 0, 0)
  }

  deinit {
    unsafe sem_destroy(done)
    unsafe done.deallocate()
  }

  func run(for limit: Duration) -> Verdict {
    // Balanced by `takeRetainedValue` on the new thread, or below when there is none.
    let retained = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        // `context` is the pointer given below, which is never nil.
        let trial = unsafe Unmanaged<Trial>.fromOpaque(context.unsafelyUnwrapped).takeRetainedValue()
        trial.compile()
        return nil
      }, retained.toOpaque())
    guard code == 0 else {
      unsafe retained.release()
      return .refused
    }
    pthread_detach(thread)
    // Semaphores know the wall clock only; a clock that jumps misjudges one pattern, which is then approximated.
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    let (seconds, attoseconds) = limit.components
    let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
    time.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    while unsafe sem_timedwait(done, &time) != 0 {
      guard errno == EINTR else { return .tooSlow }
    }
    return verdict.load(ordering: .acquiring)
  }

  private func compile() {
    let isCompiled = (try? HyperscanDatabase.compile([expression])) != nil
    verdict.store(isCompiled ? .compiled : .refused, ordering: .releasing)
    unsafe sem_post(done)
  }
}

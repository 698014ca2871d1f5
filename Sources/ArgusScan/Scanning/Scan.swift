public import ArgusInspection
import Synchronization

/// This is a whole scan: a source, workers over the cores, and results in the order of the source.
///
/// Workers share one inspector. They take files in small groups; groups that are done before their turn wait, and so
/// does a worker that is too far ahead, so that memory is bounded whatever one file takes.
public struct Scan: Sendable {
  /// Files of one group.
  private static let groupSize = 16
  /// Groups that may be under way or waiting for their turn, for each worker.
  private static let groupsPerWorker = 8

  private let context: ScanContext
  private let workerCount: Int

  /// - Parameter workerCount: Threads; nil for one on each processor.
  public init(
    inspector: Inspector, settings: ScanSettings, root: ProjectRoot = ProjectRoot(), fingerprinter: Fingerprinter,
    workerCount: Int? = nil
  ) {
    context = ScanContext(inspector: inspector, settings: settings, root: root, fingerprinter: fingerprinter)
    self.workerCount = max(1, workerCount ?? WorkerThreads.processorCount)
  }

  /// Scans everything of `source`; `receive` is called in the source's order, by one thread at a time.
  ///
  /// Returns when all is scanned, or soon after `receive` has said false.
  public func run(_ source: any ScanSource, receive: @escaping @Sendable (ScanOutcome) -> Bool) {
    let feed = Mutex(Feed(source: source))
    let queue = ResultQueue(receive)
    let permits = Permits(workerCount * Self.groupsPerWorker)
    WorkerThreads.run(workerCount) { [context] _ in
      var scanner = FileScanner(context)
      while !queue.isStopped {
        permits.take()
        guard let group = feed.withLock({ $0.next(Self.groupSize) }) else { break }
        let outcomes = group.entries.map { entry -> ScanOutcome in
          switch entry {
          case .item(let item): .scanned(scanner.scan(item))
          case .unreadable(let path, let reason): .unreadable(path.text, reason: reason)
          case .skipped(let reason): .skipped(reason)
          }
        }
        for _ in 0..<queue.put(outcomes, number: group.number) { permits.give() }
      }
      // Whoever waits for a permit must learn that nothing is left.
      permits.give()
    }
  }

  private struct Feed {
    var source: any ScanSource
    var number = 0
    var isAtEnd = false

    mutating func next(_ count: Int) -> (number: Int, entries: [ScanEntry])? {
      var entries: [ScanEntry] = []
      while !isAtEnd, entries.count < count {
        if let entry = source.next() { entries.append(entry) } else { isAtEnd = true }
      }
      guard !entries.isEmpty else { return nil }
      defer { number += 1 }
      return (number, entries)
    }
  }
}

/// This is one thing a scan tells its caller.
public enum ScanOutcome: Sendable {
  case scanned(ScanResult)
  case unreadable(String, reason: String)
  case skipped(SkipReason)
}

/// This is where the groups of several workers come back into their order.
private final class ResultQueue: Sendable {
  private struct State {
    var next = 0
    var waiting: [Int: [ScanOutcome]] = [:]
    var isStopped = false
    var isDelivering = false
  }

  private let state = Mutex(State())
  private let receive: @Sendable (ScanOutcome) -> Bool

  init(_ receive: @escaping @Sendable (ScanOutcome) -> Bool) { self.receive = receive }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Hands on what is due; the number of groups that were handed on by this call.
  ///
  /// Nobody waits for the receiver: while one thread delivers, the others only leave their groups.
  func put(_ outcomes: [ScanOutcome], number: Int) -> Int {
    let isMine = state.withLock { state in
      state.waiting[number] = outcomes
      if state.isDelivering { return false }
      state.isDelivering = true
      return true
    }
    guard isMine else { return 0 }
    var delivered = 0
    while true {
      let due = state.withLock { state -> [ScanOutcome]? in
        guard let due = state.waiting.removeValue(forKey: state.next) else {
          state.isDelivering = false
          return nil
        }
        state.next += 1
        return due
      }
      guard let due else { return delivered }
      delivered += 1
      for outcome in due where !isStopped {
        if !receive(outcome) { state.withLock { $0.isStopped = true } }
      }
    }
  }
}

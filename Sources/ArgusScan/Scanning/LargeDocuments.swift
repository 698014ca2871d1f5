import Synchronization

/// This is the lane for documents that are read whole although they are large: one at a time, so that memory is
/// bounded by one of them and not by as many as there are workers.
final class LargeDocuments: Sendable {
  private let lane = Mutex(())

  func alone<Result>(_ body: () throws(ScanFailure) -> sending Result) throws(ScanFailure) -> sending Result {
    try lane.withLock { _ throws(ScanFailure) in try body() }
  }
}

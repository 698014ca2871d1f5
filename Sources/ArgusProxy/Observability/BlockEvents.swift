package import NIOCore
import Synchronization

/// This is the memory of bodies blocked in the last minute: clients that retry a refusal make one event, not many.
///
/// It keeps keyed hashes only, at most ``capacity`` of them.
package final class BlockEvents: Sendable {
  package static let window: TimeAmount = .seconds(60)
  package static let capacity = 1024

  private let seen = Mutex<[Int: NIODeadline]>([:])

  package init() {}

  /// True when no equal body was blocked within the window before `now`.
  package func isNew(_ body: ByteBuffer, now: NIODeadline) -> Bool {
    // Hasher's key is random per process: the hash says nothing about the body to anyone else.
    var hasher = Hasher()
    hasher.combine(body)
    let hash = hasher.finalize()
    return seen.withLock { seen in
      let last = seen[hash]
      if last == nil, seen.count >= Self.capacity {
        seen = seen.filter { $0.value + Self.window > now }
        if seen.count >= Self.capacity, let oldest = seen.min(by: { $0.value < $1.value }) {
          seen[oldest.key] = nil
        }
      }
      guard let last, last + Self.window > now else {
        seen[hash] = now
        return true
      }
      return false
    }
  }
}

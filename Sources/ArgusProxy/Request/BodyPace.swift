package import NIOCore

/// This is the least speed of a request body: a client that sends a byte now and then would hold a connection and
/// its memory for ever, and every byte resets the idle timeout.
package enum BodyPace {
  /// Time in which any pace is accepted.
  package static let grace: TimeAmount = .seconds(60)
  /// Average over the whole body, from then on.
  package static let minimumBytesPerSecond = 1024

  package static func isTooSlow(bytes: Int, after elapsed: TimeAmount) -> Bool {
    guard elapsed > grace else { return false }
    return Int64(clamping: bytes) / Int64(minimumBytesPerSecond) < elapsed.nanoseconds / 1_000_000_000
  }
}

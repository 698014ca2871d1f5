import Synchronization

/// This is a Prometheus histogram of durations with fixed buckets; recording is two atomic additions.
final class Histogram: Sendable {
  private final class Bucket: Sendable { let count = Atomic<UInt64>(0) }

  /// Upper bounds in nanoseconds, ascending.
  private let bounds: [UInt64]
  /// One more than there are bounds: the last is for all that is longer.
  private let buckets: [Bucket]
  private let sum = Atomic<UInt64>(0)

  init(seconds: [Double]) {
    bounds = seconds.map { UInt64($0 * 1e9) }
    buckets = (0...seconds.count).map { _ in Bucket() }
  }

  func record(nanoseconds: UInt64) {
    let index = bounds.firstIndex { nanoseconds <= $0 } ?? bounds.count
    buckets[index].count.wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(nanoseconds, ordering: .relaxed)
  }

  func write(_ name: String, help: String, to text: inout String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
    var total: UInt64 = 0
    for (bound, bucket) in zip(bounds, buckets) {
      total &+= bucket.count.load(ordering: .relaxed)
      text += "\(name)_bucket{le=\"\(Double(bound) / 1e9)\"} \(total)\n"
    }
    total &+= buckets.last?.count.load(ordering: .relaxed) ?? 0
    text += "\(name)_bucket{le=\"+Inf\"} \(total)\n"
    text += "\(name)_sum \(Double(sum.load(ordering: .relaxed)) / 1e9)\n\(name)_count \(total)\n"
  }
}

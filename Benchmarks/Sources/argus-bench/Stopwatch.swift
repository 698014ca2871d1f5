import Glibc

/// This is time as the kernel counts it, in nanoseconds.
enum Stopwatch {
  /// What this thread has computed; waiting and other processes do not count.
  static func cpu() -> Int { read(CLOCK_THREAD_CPUTIME_ID) }
  static func wall() -> Int { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// This is a list of measurements of one thing.
struct Samples {
  private var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  /// The value below which `share` (0…1) of the samples lie.
  func quantile(_ share: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var median: Double { quantile(0.5) }
}

extension Double {
  /// With so many digits behind the point.
  func formatted(_ digits: Int) -> String {
    guard isFinite, abs(self) < 1e15 else { return "\(self)" }
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let rounded = Int((self * Double(scale)).rounded())
    let fraction = String(abs(rounded % scale))
    let sign = rounded < 0 ? "-" : ""
    return digits == 0
      ? "\(rounded)"
      : "\(sign)\(abs(rounded / scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}

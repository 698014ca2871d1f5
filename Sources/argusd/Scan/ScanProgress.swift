import ArgusDaemon

/// This is the moving line a person sees during a long scan; a pipe never does.
struct ScanProgress {
  private let isEnabled: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant
  private var files = 0
  private var bytes = 0

  init(isEnabled: Bool) {
    self.isEnabled = isEnabled
    start = clock.now
    shown = start
  }

  mutating func advance(bytes count: Int) {
    files += 1
    bytes += count
    let now = clock.now
    guard isEnabled, now - shown > .milliseconds(100) else { return }
    shown = now
    let seconds = max(0.001, Double((now - start) / .milliseconds(1)) / 1000)
    let mebibytes = Double(bytes) / 1_048_576
    StandardError.write("\r\u{1B}[K\(files) files, \(Int(mebibytes)) MiB, \(Int(mebibytes / seconds)) MiB/s")
  }

  func finish() {
    if isEnabled { StandardError.write("\r\u{1B}[K") }
  }
}

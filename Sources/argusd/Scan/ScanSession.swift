import ArgusDaemon
import ArgusRules
import ArgusScan
import Glibc
import Synchronization

/// This is the shell around a scan: it writes what the collector answers, and shows how far the scan is.
final class ScanSession: Sendable {
  private struct State {
    var collector: ScanCollector
    var output: ReportOutput
    var progress: ScanProgress
    var isShowing = false
  }

  private let state: Mutex<State>
  /// nil where nobody watches.
  private let forecast: ScanForecast?
  private let clock = ContinuousClock()

  init(_ collector: ScanCollector, _ output: ReportOutput, forecast: ScanForecast?) {
    self.forecast = forecast
    state = Mutex(State(collector: collector, output: output, progress: ScanProgress(now: clock.now)))
  }

  /// Runs the scan to its end and returns what it came to.
  func run(_ scan: Scan, _ source: any ScanSource) -> ScanCollector {
    forecast?.start()
    state.withLock { $0.output.write($0.collector.head()) }
    scan.run(source) { [self] outcome in state.withLock { receive(outcome, &$0) } }
    return state.withLock { state in
      Self.clear(&state)
      state.output.write(state.collector.tail())
      state.output.flush()
      return state.collector
    }
  }

  /// False once nobody reads the report any more.
  private func receive(_ outcome: ScanOutcome, _ state: inout State) -> Bool {
    let answer = state.collector.add(outcome)
    if !answer.notices.isEmpty || answer.unreadable != nil || !answer.text.isEmpty { Self.clear(&state) }
    DiagnosticOutput.show(answer.notices)
    if let (path, reason) = answer.unreadable {
      StandardError.write("\(DiagnosticOutput.printable(path)): \(reason)\n")
    }
    state.output.write(answer.text)
    if forecast != nil {
      // A person who watches sees findings when they are found.
      state.output.flush()
      state.progress.add(outcome)
      if let line = state.progress.line(now: clock.now, total: forecast?.total) {
        StandardError.write("\r\u{1B}[K\(line)")
        state.isShowing = true
      }
    }
    return !state.output.isBroken
  }

  private static func clear(_ state: inout State) {
    if state.isShowing { StandardError.write("\r\u{1B}[K") }
    state.isShowing = false
  }
}

/// This is where a report goes, through a buffer.
struct ReportOutput: Sendable {
  private static let bufferBytes = 64 << 10

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// True once what was written did not arrive: the reader is gone or the disk is full.
  private(set) var isBroken = false

  /// - Parameter path: nil for standard output.
  init(path: String?) throws(ScanFailure) {
    guard let path else {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ScanFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  mutating func write(_ text: String) {
    guard !text.isEmpty else { return }
    buffer += text.utf8
    if buffer.count >= Self.bufferBytes { flush() }
  }

  mutating func flush() {
    var rest = buffer[...]
    while !rest.isEmpty, !isBroken {
      // Safe: the pointer is used only inside the closure, for the slice's own count.
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        isBroken = true
        // A reader that is gone wants no more; on a full disk a cut report must not look like a good one.
        guard errno != EPIPE else { break }
        StandardError.write("error: the report cannot be written: \(String(cString: strerror(errno)))\n")
        exit(StandardOutput.ioError)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

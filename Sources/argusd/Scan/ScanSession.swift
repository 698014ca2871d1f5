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
      state.output.finish()
      return state.collector
    }
  }

  /// False once nobody reads the report any more.
  private func receive(_ outcome: ScanOutcome, _ state: inout State) -> Bool {
    let answer = state.collector.add(outcome)
    if !answer.notices.isEmpty || answer.unreadable != nil || !answer.text.isEmpty { Self.clear(&state) }
    DiagnosticOutput.show(answer.notices)
    if let (path, reason) = answer.unreadable {
      StandardError.write("\(PrintablePath.text(path)): \(reason)\n")
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

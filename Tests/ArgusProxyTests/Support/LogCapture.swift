import Logging
import Synchronization

/// Everything that was logged, rendered with its metadata.
final class LogCapture: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }
  var handler: any LogHandler { Handler(capture: self) }

  func lines(containing part: String) -> [String] { lines.withLock { $0.filter { $0.contains(part) } } }

  fileprivate func add(_ line: String) { lines.withLock { $0.append(line) } }

  private struct Handler: LogHandler {
    let capture: LogCapture
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      capture.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
  }
}

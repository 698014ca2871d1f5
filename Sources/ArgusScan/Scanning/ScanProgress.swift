import Glibc
import Synchronization

/// This is how far a scan is, in words: files, bytes, rate, and the time left once the whole is known.
public struct ScanProgress: Sendable {
  private let start: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant?
  private var files = 0
  private var bytes = 0

  public init(now: ContinuousClock.Instant) {
    start = now
  }

  /// Counts what one outcome was about.
  public mutating func add(_ outcome: ScanOutcome) {
    guard case .scanned(let result) = outcome else { return }
    files += 1
    bytes += max(result.fileBytes, result.byteCount)
  }

  /// The line to show; nil where nothing has been scanned yet, or the last line is fresh enough.
  public mutating func line(now: ContinuousClock.Instant, total: ScanExtent?) -> String? {
    guard files > 0 else { return nil }
    if let shown, now - shown <= .milliseconds(100) { return nil }
    shown = now
    let seconds = max(0.001, (now - start) / .seconds(1))
    let rate = Double(bytes) / seconds
    let done = "\(Self.grouped(files))"
    let mebibytes = Self.mebibytes(bytes)
    guard let total, total.bytes >= bytes, total.files >= files else {
      return "\(done) files, \(mebibytes) MiB, \(Self.mebibytes(Int(rate))) MiB/s"
    }
    let left = rate > 0 ? ", \(Self.clock(Double(total.bytes - bytes) / rate)) left" : ""
    return "\(done)/\(Self.grouped(total.files)) files, \(mebibytes)/\(Self.mebibytes(total.bytes)) MiB,"
      + " \(Self.mebibytes(Int(rate))) MiB/s\(left)"
  }

  private static func mebibytes(_ bytes: Int) -> Int { bytes >> 20 }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 359_999))
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return String(digits)
  }
}

/// This is how much there is to scan.
public struct ScanExtent: Sendable, Hashable {
  public var files: Int
  public var bytes: Int

  public init(files: Int, bytes: Int) {
    self.files = files
    self.bytes = bytes
  }
}

/// This is the counting of a source ahead of its scan, on a thread of its own that nobody waits for. It keeps two
/// numbers, so a tree of any size costs it no memory.
public final class ScanForecast: Sendable {
  private let extent = Mutex<ScanExtent?>(nil)
  private let source: Mutex<any ScanSource>

  /// - Parameter source: Its own copy; the scan has another one.
  public init(_ source: any ScanSource) { self.source = Mutex(source) }

  /// nil until the count is complete.
  public var total: ScanExtent? { extent.withLock { $0 } }

  public func start() { WorkerThreads.detach { self.count() } }

  /// Counts on the calling thread.
  public func count() {
    var extent = ScanExtent(files: 0, bytes: 0)
    while let entry = source.withLock({ $0.next() }) {
      guard case .item(let item) = entry else { continue }
      extent.files += 1
      if case .file(let path, _) = item.content { extent.bytes += Int(path.status?.st_size ?? 0) }
    }
    self.extent.withLock { $0 = extent }
  }
}

import ArgusDaemon
import ArgusScan
import Glibc

/// This is where a report goes, through a buffer.
///
/// A file gets the whole report at the end: whoever interrupts a scan still has the old one.
struct ReportOutput: Sendable {
  private static let bufferBytes = 64 << 10

  private let descriptor: Int32
  /// The file that takes the report over at the end; nil where it is written as it comes.
  private let draft: FileDraft?
  private var buffer: [UInt8] = []
  /// True once what was written did not arrive: the reader is gone or the disk is full.
  private(set) var isBroken = false

  /// - Parameter path: nil for standard output.
  init(path: String?) throws(ScanFailure) {
    guard let path else {
      (descriptor, draft) = (STDOUT_FILENO, nil)
      return
    }
    if let draft = try FileDraft(FilePath(path)) {
      (descriptor, self.draft) = (draft.descriptor, draft)
      return
    }
    draft = nil
    descriptor = open(path, O_WRONLY | O_CLOEXEC)
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
        Self.fail("the report cannot be written: \(String(cString: strerror(errno)))")
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is left, and puts a file in its place.
  mutating func finish() {
    flush()
    guard let draft else { return }
    do {
      try draft.publish()
    } catch {
      Self.fail("\(error)")
    }
  }

  private static func fail(_ reason: String) -> Never {
    StandardError.write("error: \(reason)\n")
    exit(StandardOutput.ioError)
  }
}

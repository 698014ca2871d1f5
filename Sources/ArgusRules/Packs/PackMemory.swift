import Crypto
import Synchronization

/// This is what a loader remembers of the files it read last: one whose bytes are the same is not parsed again.
///
/// It holds the files of one load, so it is as large as the loader's own caps allow and no larger. Files with any
/// diagnostic are not remembered: they are read again until they are clean.
public final class PackMemory: Sendable {
  private let files = Mutex<[String: Entry]>([:])

  public init() {}

  /// This is one clean file.
  struct Entry: Sendable {
    fileprivate var digest: [UInt8]
    var reading: RulePackReading
    var lines: [String]
  }

  /// What was read from `file` when it had these bytes.
  func entry(for file: String, _ bytes: [UInt8]) -> Entry? {
    guard let entry = files.withLock({ $0[file] }), entry.digest == Self.digest(of: bytes) else { return nil }
    return entry
  }

  static func entry(_ bytes: [UInt8], _ reading: RulePackReading, _ lines: [String]) -> Entry {
    Entry(digest: digest(of: bytes), reading: reading, lines: lines)
  }

  /// Forgets everything but `entries`.
  func replace(with entries: [String: Entry]) { files.withLock { $0 = entries } }

  private static func digest(of bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    // The buffer is only read, and only during the call.
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Array(hash.finalize())
  }
}

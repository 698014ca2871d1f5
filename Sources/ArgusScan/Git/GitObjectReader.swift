import Synchronization

/// This is the content of the index, handed out by one `git cat-file` for all workers.
public final class GitObjectReader: Sendable {
  private let process: Mutex<ChildProcess>

  init() throws(ScanFailure) { process = Mutex(try GitRepository.objects()) }

  /// The content of the object `id`.
  /// - Throws: ``ScanFailure`` where there is no such object or it is larger than `limit` bytes.
  func content(_ id: String, limit: Int) throws(ScanFailure) -> [UInt8] {
    try process.withLock { process throws(ScanFailure) in
      try process.write(id + "\n")
      // `id type size`, the content, and a line break.
      let head = try process.readLine() ?? []
      let parts = String(decoding: head, as: UTF8.self).split(separator: " ")
      guard parts.count == 3, let size = Int(parts[2]), size >= 0 else { throw ScanFailure("not in the index") }
      guard size <= limit else {
        var rest = size + 1
        while rest > 0 { rest -= try process.readBytes(min(rest, 1 << 20)).count }
        throw ScanFailure("larger than \(limit) bytes")
      }
      let content = try process.readBytes(size)
      _ = try process.readBytes(1)
      return content
    }
  }
}

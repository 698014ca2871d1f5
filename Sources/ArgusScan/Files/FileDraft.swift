import Glibc

/// This is a file that is written over some time and takes its place whole: until then the old one stands, and a
/// process that ends early leaves nothing behind.
public struct FileDraft: Sendable {
  /// Takes the content.
  public let descriptor: Int32
  private let target: FilePath
  private let mode: mode_t

  /// nil where only writing into what stands there will do: a device, a pipe, a file in a directory that takes no others.
  /// - Throws: ``ScanFailure`` where nothing can be written.
  public init?(_ path: FilePath) throws(ScanFailure) {
    // A link stays one: the file that it names is replaced.
    let target = path.resolved ?? path
    let status = target.status
    if let status {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw FileWriter.failure(path, EISDIR) }
      guard target.withCString({ access($0, W_OK) }) == 0 else { throw FileWriter.failure(path, errno) }
      guard status.st_mode & S_IFMT == S_IFREG, (target.parent ?? FilePath(".")).isWritable else { return nil }
    }
    let name = FilePath(bytes: target.bytes + Array(".\(getpid()).draft".utf8))
    descriptor = name.withCString { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
    guard descriptor >= 0 else { throw FileWriter.failure(path, errno) }
    // Without a name the system takes it away with the process.
    _ = name.withCString { unlink($0) }
    self.target = target
    mode = status.map { $0.st_mode & 0o777 } ?? 0o644
  }

  /// Puts what was written in the place of the file.
  public func publish() throws(ScanFailure) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileWriter.failure(target, errno) }
    let source = descriptor
    try FileWriter.replace(target, mode: mode) { Self.copy(from: source, to: $0) }
  }

  private static func copy(from source: Int32, to descriptor: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // Safe: the call writes at most the buffer's own count.
      let count = buffer.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
      if count == 0 { return true }
      if count > 0 {
        guard FileWriter.writeAll(buffer[..<count], to: descriptor) else { return false }
      } else if errno != EINTR {
        return false
      }
    }
  }
}

extension FilePath {
  fileprivate var isWritable: Bool { withCString { access($0, W_OK) } == 0 }
}

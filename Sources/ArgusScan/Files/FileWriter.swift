import Glibc

/// This is the writing of one whole file.
enum FileWriter {
  /// Makes a new file; one of that name is never written over.
  static func create(_ path: FilePath, _ content: [UInt8], mode: mode_t) throws(ScanFailure) {
    try write(path, mode, O_EXCL, of: path) { writeAll(content[...], to: $0) }
  }

  /// Writes to a name beside `path`, then renames, so that a reader sees the old or the new file.
  /// - Parameter body: Writes the content; false where that failed.
  static func replace(_ path: FilePath, mode: mode_t, _ body: (Int32) -> Bool) throws(ScanFailure) {
    let temporary = FilePath(bytes: path.bytes + Array(".\(getpid()).tmp".utf8))
    try write(temporary, mode, O_TRUNC, of: path, body)
    let code = temporary.withCString { from in path.withCString { to in rename(from, to) } }
    guard code == 0 else {
      let reason = errno
      _ = temporary.withCString { unlink($0) }
      throw failure(path, reason)
    }
  }

  private static func write(
    _ target: FilePath, _ mode: mode_t, _ flag: Int32, of path: FilePath, _ body: (Int32) -> Bool
  ) throws(ScanFailure) {
    let descriptor = target.withCString { open($0, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flag, mode) }
    guard descriptor >= 0 else { throw failure(path, errno) }
    let isWritten = body(descriptor)
    var reason = errno
    let isClosed = close(descriptor) == 0
    if isWritten { reason = errno }
    guard isWritten, isClosed else {
      _ = target.withCString { unlink($0) }
      throw failure(path, reason)
    }
  }

  /// False where the reader is gone or the disk is full.
  static func writeAll(_ content: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = content
    while !rest.isEmpty {
      // Safe: the pointer is used only inside the closure, for the slice's own count.
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  static func failure(_ path: FilePath, _ reason: Int32) -> ScanFailure {
    ScanFailure("\(path.text) cannot be written: \(String(cString: strerror(reason)))")
  }
}

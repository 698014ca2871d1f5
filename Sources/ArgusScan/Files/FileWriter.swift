import Glibc

/// This is the writing of one whole file: to a name beside it, then renamed, so that a reader sees the old or the new.
enum FileWriter {
  /// - Parameter replaces: whether a file of that name may be written over.
  static func create(_ path: FilePath, _ content: [UInt8], mode: mode_t, replaces: Bool) throws(ScanFailure) {
    let temporary = FilePath(bytes: path.bytes + Array(".\(getpid()).tmp".utf8))
    let target = replaces ? temporary : path
    let descriptor = target.withCString {
      open($0, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (replaces ? O_TRUNC : O_EXCL), mode)
    }
    guard descriptor >= 0 else { throw failure(path) }
    let isWritten = writeAll(content[...], to: descriptor)
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed else {
      _ = target.withCString { unlink($0) }
      throw failure(path)
    }
    guard replaces else { return }
    let code = temporary.withCString { from in path.withCString { to in rename(from, to) } }
    guard code == 0 else {
      _ = temporary.withCString { unlink($0) }
      throw failure(path)
    }
  }

  /// False where the reader is gone or the disk is full.
  static func writeAll(_ content: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = content
    while !rest.isEmpty {
      // Safe: the pointer is used only inside the closure, for the slice's own count.
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func failure(_ path: FilePath) -> ScanFailure {
    ScanFailure("\(path.text) cannot be written: \(String(cString: strerror(errno)))")
  }
}

import Glibc

/// This is the program's talk: everything that is not data goes to standard error.
public enum StandardError {
  /// Writes `text` whole, or gives up when the reader is gone.
  public static func write(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

  /// Whether a person is reading.
  public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// This is the program's data. Written past the C library's buffer, so that a pipe gets a line when it is said.
public enum StandardOutput {
  /// Whether a person is reading.
  public static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes `text` whole. A reader that is gone wants no more; where nothing can be written, as on a full disk, the
  /// process ends with ``ioError``, since a report that is cut short must not look like a good one.
  public static func write(_ text: String) {
    guard let code = writeAll(text, to: STDOUT_FILENO), code != EPIPE else { return }
    StandardError.write("error: standard output cannot be written: \(String(cString: strerror(code)))\n")
    exit(ioError)
  }

  /// Writes `text` and a line break, as ``write(_:)`` does.
  public static func line(_ text: String) { write(text + "\n") }

  /// The exit code of a command whose output was lost; the system's EX_IOERR.
  public static let ioError: Int32 = 74
}

/// - Returns: the error number where not everything was written.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  let bytes = Array(text.utf8)
  // Safe: the pointer is used only inside the closure, for the array's own count.
  return bytes.withUnsafeBytes { buffer -> Int32? in
    var offset = 0
    while offset < buffer.count {
      let written = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      if written > 0 {
        offset += written
      } else if written < 0, errno == EINTR {
        continue
      } else {
        return errno
      }
    }
    return nil
  }
}

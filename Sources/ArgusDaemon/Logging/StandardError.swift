import Glibc

/// This is the program's talk: everything that is not data goes to standard error.
public enum StandardError {
  /// Writes `text` whole, or gives up when the reader is gone.
  public static func write(_ text: String) { writeAll(text, to: STDERR_FILENO) }

  /// Whether a person is reading.
  public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// This is the program's data. Written past the C library's buffer, so that a pipe gets a line when it is said.
public enum StandardOutput {
  /// Whether a person is reading.
  public static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  public static func write(_ text: String) { writeAll(text, to: STDOUT_FILENO) }
}

private func writeAll(_ text: String, to descriptor: Int32) {
  let bytes = Array(text.utf8)
  // Safe: the pointer is used only inside the closure, for the array's own count.
  bytes.withUnsafeBytes { buffer in
    var offset = 0
    while offset < buffer.count {
      let written = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      if written > 0 {
        offset += written
      } else if written < 0, errno == EINTR {
        continue
      } else {
        return
      }
    }
  }
}

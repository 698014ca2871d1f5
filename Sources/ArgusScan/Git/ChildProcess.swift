import Glibc

/// This is one run of another program: started by an argument array, never by a shell, with what it prints read
/// through a pipe.
///
/// `@unchecked Sendable` because one caller has it at a time: ``GitObjectReader`` keeps it behind a lock.
final class ChildProcess: @unchecked Sendable {
  private let identifier: pid_t
  private let output: Int32
  private let errors: Int32
  /// nil where the program reads nothing.
  private let input: Int32?
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  private var available = 0..<0
  private var isReaped = false

  /// Starts `arguments[0]`, looked up in `PATH`.
  /// - Parameter environment: Settings on top of this process's own.
  init(_ arguments: [String], environment: [String: String] = [:], hasInput: Bool = false) throws(ScanFailure) {
    var out: [Int32] = [-1, -1]
    var into: [Int32] = [-1, -1]
    let errors = try Self.namelessFile()
    // Sockets, because writing to one whose reader is gone can be told not to raise a signal.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &out) == 0 else {
      close(errors)
      throw ScanFailure("no socket for \(arguments[0])")
    }
    if hasInput, socketpair(AF_UNIX, kind, 0, &into) != 0 {
      close(errors)
      for end in out { close(end) }
      throw ScanFailure("no socket for \(arguments[0])")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if hasInput {
      posix_spawn_file_actions_adddup2(&actions, into[1], STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var settings = Self.environment
    for (name, value) in environment { settings[name] = value }
    // Safe: the copies are freed after the call, which needs them only while it runs.
    var words = arguments.map { strdup($0) } + [nil]
    var pairs = settings.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + pairs { free(word) } }
    var identifier = pid_t()
    let code = posix_spawnp(&identifier, arguments[0], &actions, nil, &words, &pairs)
    close(out[1])
    if hasInput { close(into[1]) }
    guard code == 0 else {
      close(out[0])
      close(errors)
      if hasInput { close(into[0]) }
      throw ScanFailure("\(arguments[0]) cannot be started: \(String(cString: strerror(code)))")
    }
    self.identifier = identifier
    output = out[0]
    self.errors = errors
    input = hasInput ? into[0] : nil
  }

  deinit {
    close(output)
    close(errors)
    if let input { close(input) }
    if !isReaped { _ = wait() }
  }

  /// The next line without its end; nil at the end. A line longer than `limit` is cut, the rest of it skipped.
  func readLine(limit: Int = 1 << 20, separator: UInt8 = UInt8(ascii: "\n")) throws(ScanFailure) -> [UInt8]? {
    var line: [UInt8] = []
    var hasRead = false
    while true {
      if available.isEmpty, try !fill() { return hasRead ? line : nil }
      hasRead = true
      let end = buffer[available].firstIndex(of: separator)
      line += buffer[available.lowerBound..<(end ?? available.upperBound)].prefix(max(0, limit - line.count))
      available = (end.map { $0 + 1 } ?? available.upperBound)..<available.upperBound
      if end != nil { return line }
    }
  }

  /// The next `count` bytes.
  func readBytes(_ count: Int) throws(ScanFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      if available.isEmpty, try !fill() { throw ScanFailure("the other program ended early") }
      let taken = available.prefix(count - bytes.count)
      bytes += buffer[taken.startIndex..<taken.endIndex]
      available = taken.endIndex..<available.upperBound
    }
    return bytes
  }

  func write(_ text: String) throws(ScanFailure) {
    guard let input else { return }
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      // Safe: the pointer is used only inside the closure, for the rest of the array.
      let count = bytes.withUnsafeBytes {
        send(input, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        throw ScanFailure("the other program does not listen")
      }
    }
  }

  /// Waits for the end; the exit code, or 128 and the signal's number.
  func wait() -> Int32 {
    isReaped = true
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// What it complained about, one line.
  func complaint() -> String {
    var bytes = [UInt8](repeating: 0, count: 2_048)
    // Safe: the call writes at most the array's own count.
    let count = bytes.withUnsafeMutableBytes { pread(errors, $0.baseAddress, $0.count, 0) }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    return text.split(separator: "\n").first.map(String.init) ?? "no reason given"
  }

  private func fill() throws(ScanFailure) -> Bool {
    while true {
      // Safe: the call writes at most the buffer's own count.
      let count = buffer.withUnsafeMutableBytes { read(output, $0.baseAddress, $0.count) }
      if count > 0 {
        available = 0..<count
        return true
      }
      if count == 0 { return false }
      guard errno == EINTR else { throw ScanFailure("the other program cannot be read") }
    }
  }

  /// Where the program's complaints go: a file can never be full as a pipe can.
  private static func namelessFile() throws(ScanFailure) -> Int32 {
    let directory = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(directory)/argus-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw ScanFailure("no temporary file: \(String(cString: strerror(errno)))") }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  private static var environment: [String: String] {
    var result: [String: String] = [:]
    // Safe: nothing in this process changes its environment.
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        result[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return result
  }
}

import Glibc

/// This is one run of another program, found on `PATH`, whose output is wanted; no shell is involved.
enum ChildProcess {
  struct Failure: Error {
    var reason: String
  }

  /// What the program wrote to standard output; nil where it ended with another code than 0. Its standard error is ours.
  ///
  /// - Throws: where it cannot be started, or writes more than `limit` bytes.
  static func output(of arguments: [String], limit: Int) throws(Failure) -> [UInt8]? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    // Each copy lives until `posix_spawnp` has returned, and the list ends with nil, as the call demands.
    var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var child = pid_t()
    let code = posix_spawnp(&child, arguments[0], &actions, nil, &texts, environ)
    close(ends[1])
    guard code == 0 else { throw Failure(reason: String(cString: strerror(code))) }
    let (bytes, isWhole) = read(ends[0], limit: limit)
    if !isWhole { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard isWhole else { throw Failure(reason: "it writes more than \(limit) bytes") }
    return status == 0 ? bytes : nil
  }

  private static func read(_ descriptor: Int32, limit: Int) -> (bytes: [UInt8], isWhole: Bool) {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // Safe: the call writes at most the chunk's own count.
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return (bytes, true) }
      guard bytes.count + count <= limit else { return (bytes, false) }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}

internal import Glibc

/// This is a directory that only this user can have written, and files in it that only this user can have written.
public struct OwnedDirectory: Sendable {
  public let path: String

  /// - Parameter path: absolute; the directory need not be there.
  public init(path: String) { self.path = path }

  /// The content of `name`; nil when it is missing, not this user's, writable by others, a link, or past 1 GiB.
  public func read(_ name: String) -> [UInt8]? { read(name, first: 1 << 30, isWhole: true) }

  /// The first `limit` bytes of `name`, under the same conditions.
  func read(_ name: String, first limit: Int) -> [UInt8]? { read(name, first: limit, isWhole: false) }

  private func read(_ name: String, first limit: Int, isWhole: Bool) -> [UInt8]? {
    guard isTrusted(path, kind: S_IFDIR) else { return nil }
    let descriptor = unsafe open(path + "/" + name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, Self.isOurs(status, kind: S_IFREG),
      !isWhole || status.st_size <= limit
    else { return nil }
    let count = min(limit, Int(status.st_size))
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // The buffer has room for `count` bytes; `filled` never passes it.
      while filled < count {
        let received = unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled)
        if received > 0 { filled += received } else if received == 0 || errno != EINTR { break }
      }
    }
    return bytes.count == count ? bytes : nil
  }

  /// Writes `name` whole or not at all: a reader sees the old content or the new.
  public func write(_ name: String, _ bytes: [UInt8]) {
    createPath()
    guard isTrusted(path, kind: S_IFDIR) else { return }
    let temporary = "\(path)/.\(name).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)
    guard descriptor >= 0 else { return }
    let isWritten = unsafe bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let sent = unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if sent > 0 { offset += sent } else if errno != EINTR { return false }
      }
      return true
    }
    let isDurable = isWritten && fsync(descriptor) == 0
    close(descriptor)
    if unsafe !isDurable || rename(temporary, path + "/" + name) != 0 { unsafe unlink(temporary) }
  }

  /// Removes the oldest files that end with `suffix` until `limit` are left.
  public func prune(keeping limit: Int, suffix: String) {
    for name in names(suffix: suffix).dropFirst(limit) { unsafe unlink(path + "/" + name) }
  }

  /// The files that end with `suffix`, the youngest first.
  func names(suffix: String) -> [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(stream) }
    var files: [(name: String, time: timespec)] = []
    while let entry = unsafe readdir(stream) {
      // `d_name` is NUL-terminated within the entry, which is valid until the next call.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      var status = stat()
      if name.hasSuffix(suffix), unsafe lstat(path + "/" + name, &status) == 0 {
        files.append((name, status.st_mtim))
      }
    }
    return files.sorted { ($0.time.tv_sec, $0.time.tv_nsec) > ($1.time.tv_sec, $1.time.tv_nsec) }.map(\.name)
  }

  private func createPath() {
    var prefix = ""
    for component in path.split(separator: "/") {
      prefix += "/" + component
      unsafe mkdir(prefix, S_IRWXU)
    }
  }

  private func isTrusted(_ path: String, kind: mode_t) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && Self.isOurs(status, kind: kind)
  }

  private static func isOurs(_ status: stat, kind: mode_t) -> Bool {
    status.st_mode & S_IFMT == kind && status.st_uid == geteuid() && status.st_mode & (S_IWGRP | S_IWOTH) == 0
  }
}

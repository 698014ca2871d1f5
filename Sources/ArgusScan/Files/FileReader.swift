import Glibc

/// This is why one file of a scan could not be read or inspected, in words for people.
public struct ScanFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

/// This is one open regular file, closed when it is let go.
struct OpenFile: ~Copyable {
  fileprivate let descriptor: Int32
  /// The size when it was opened; -1 for standard input.
  let byteCount: Int

  /// Never waits for a pipe or a device, and never follows a link that took the file's place since the walk.
  init(_ path: FilePath, followsLink: Bool = false) throws(ScanFailure) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = path.withCString { open($0, flags) }
    guard descriptor >= 0 else {
      throw ScanFailure(errno == ENOENT ? "no such file" : "it cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ScanFailure("not a regular file")
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    byteCount = -1
  }

  static var standardInput: OpenFile { OpenFile(descriptor: STDIN_FILENO) }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }
}

/// This is the buffer one worker reads files into; it grows with need and gives memory back after a large file.
struct FileReader {
  private static let keptBytes = 4 << 20
  private static let step = 64 << 10

  private(set) var bytes: [UInt8] = []
  /// How many of ``bytes`` are the file's.
  private(set) var count = 0
  /// True once the file has no more.
  private(set) var isAtEnd = false

  mutating func reset() {
    count = 0
    isAtEnd = false
    if bytes.count > Self.keptBytes { bytes = [] }
  }

  /// Takes bytes that are in memory already.
  mutating func take(_ content: [UInt8]) {
    bytes = content
    count = content.count
    isAtEnd = true
  }

  /// Reads on until the buffer holds `limit` bytes or the file ends.
  mutating func load(_ file: borrowing OpenFile, upTo limit: Int) throws(ScanFailure) {
    // One byte more than the file should have, so that its end is seen by the same call.
    let expected = file.byteCount >= 0 ? min(limit, max(file.byteCount, count) + 1) : count + Self.step
    grow(to: min(limit, max(expected, count)))
    while count < limit, !isAtEnd {
      if count == bytes.count { grow(to: min(limit, max(count * 2, Self.step))) }
      // Safe: the call writes at most the rest of the buffer.
      let got = bytes.withUnsafeMutableBytes { buffer in
        read(file.descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if got > 0 {
        count += got
        // A regular file that gives less than it was asked for has no more.
        if file.byteCount >= 0, count >= file.byteCount, count < bytes.count { isAtEnd = true }
      } else if got == 0 {
        isAtEnd = true
      } else if errno != EINTR {
        throw ScanFailure("it cannot be read: \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Forgets the first `dropped` bytes.
  mutating func drop(_ dropped: Int) {
    precondition(dropped >= 0 && dropped <= count, "only what was read can be dropped")
    let rest = count - dropped
    for index in 0..<rest { bytes[index] = bytes[dropped + index] }
    count = rest
  }

  private mutating func grow(to capacity: Int) {
    guard capacity > bytes.count else { return }
    bytes.append(contentsOf: repeatElement(0, count: capacity - bytes.count))
  }
}

import Glibc

/// This is the reading of one regular file, never more of it than a document may have.
enum PackFile {
  enum Failure: Error {
    case system(errno: Int32)
    case notRegular
    case tooLarge(byteCount: Int)
  }

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    // Opening a pipe would wait for its writer; such a file is refused below.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    // The byte order mark does not count towards the document.
    let limit = YAMLText.byteLimit + 3
    guard status.st_size <= limit else { throw .tooLarge(byteCount: Int(status.st_size)) }
    var bytes: [UInt8] = []
    let chunk = 65_536
    while true {
      var count = 0
      let next = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, initialized in
        // `read` fills at most `chunk` bytes of the buffer, which has room for them.
        count = Glibc.read(descriptor, buffer.baseAddress, chunk)
        initialized = max(0, count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(errno: errno)
      }
      if count == 0 { return bytes }
      bytes += next
      // The file may have grown since its size was asked for.
      guard bytes.count <= limit else { throw .tooLarge(byteCount: bytes.count) }
    }
  }
}

import Glibc

/// This is a file in memory, for readers that take nothing else.
enum MemoryFile {
  static func with(_ bytes: [UInt8], ending: String, _ body: (_ path: String) -> Void) {
    let path = "/dev/shm/argus-fuzz-\(getpid())\(ending)"
    guard let file = fopen(path, "wb"), fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else {
      fatalError("\(path) cannot be written")
    }
    defer { unlink(path) }
    body(path)
  }
}

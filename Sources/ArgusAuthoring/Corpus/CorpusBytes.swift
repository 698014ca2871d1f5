import CZlib
import Glibc

/// This is the reading of one corpus file, plain or gzip, into bounded memory.
enum CorpusBytes {
  /// After decompression.
  static let limit = 256 << 20

  struct Failure: Error {
    /// In words for people.
    var reason: String
  }

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    // zlib reads what is not gzip as it stands.
    guard let file = gzopen(path, "rb") else { throw Failure(reason: String(cString: strerror(errno))) }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 17)
    while true {
      // Safe: zlib writes at most the chunk's own count.
      let count = chunk.withUnsafeMutableBytes { gzread(file, $0.baseAddress, UInt32($0.count)) }
      if count == 0 {
        // What ends early is no error of gzread, and what is no gzip was read as it stands.
        var state: Int32 = 0
        _ = gzerror(file, &state)
        if state == Z_BUF_ERROR { throw Failure(reason: "its end is missing") }
        if path.hasSuffix(".gz"), gzdirect(file) != 0 { throw Failure(reason: "it is no gzip") }
        return bytes
      }
      guard count > 0 else { throw Failure(reason: "it is damaged") }
      guard bytes.count + Int(count) <= limit else { throw Failure(reason: "it has more than \(limit >> 20) MiB") }
      bytes.append(contentsOf: chunk[..<Int(count)])
    }
  }
}

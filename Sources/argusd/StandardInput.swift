import ArgumentParser
import Glibc

/// Everything a command is given on standard input.
enum StandardInput {
  private static let limit = 256 << 20

  static func readAll() throws -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // Safe: the call writes at most the chunk's own count.
      let count = chunk.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count == 0 { return all }
      guard count > 0, all.count + count <= limit else {
        throw ValidationError("standard input cannot be read, or has more than 256 MiB")
      }
      all.append(contentsOf: chunk[..<count])
    }
  }
}

import ArgumentParser
import ArgusDaemon
import FoundationEssentials

/// This is the writing of a file that a command makes for its user: whole or not at all.
enum TextFile {
  /// Creates the file's directory where it is missing; an existing file is only replaced with `force`.
  ///
  /// - Throws: ``ExitStatus/faulty`` after telling why.
  static func write(_ text: String, to path: String, force: Bool) throws {
    let files = FileManager.default
    guard force || !files.fileExists(atPath: path) else {
      StandardError.write("\(path) exists already; --force replaces it\n")
      throw ExitStatus.faulty
    }
    do {
      if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
        try files.createDirectory(atPath: String(path[..<slash]), withIntermediateDirectories: true)
      }
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      StandardError.write("cannot write \(path)\n")
      throw ExitStatus.faulty
    }
  }
}

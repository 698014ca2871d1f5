import Foundation

/// This is where the project's packs and, beside the project, the sample texts are.
enum SurroundingFiles {
  /// The shipped packs.
  static let rules: String? = above("rules")

  /// Sample texts: the file that `ARGUS_CORPUS` names, else the one beside the project; empty when there is neither.
  static let corpus: [[UInt8]] = {
    guard
      let file = ProcessInfo.processInfo.environment["ARGUS_CORPUS"] ?? above("shared/corpora/visible.jsonl.gz")
        ?? above("../shared/corpora/visible.jsonl.gz")
    else { return [] }
    return lines(of: file).compactMap { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      return (object?["text"] as? String).map { Array($0.utf8) }
    }
  }()

  private static func above(_ name: String) -> String? {
    var directory = URL(fileURLWithPath: #filePath)
    while directory.path != "/" {
      directory.deleteLastPathComponent()
      let candidate = directory.appendingPathComponent(name).path
      if FileManager.default.fileExists(atPath: candidate) { return candidate }
    }
    return nil
  }

  private static func lines(of file: String) -> [ArraySlice<UInt8>] {
    guard file.hasSuffix(".gz") else {
      return FileManager.default.contents(atPath: file).map { Array($0).split(separator: 0x0A) } ?? []
    }
    let unpack = Process()
    let output = Pipe()
    unpack.executableURL = URL(fileURLWithPath: "/bin/gzip")
    unpack.arguments = ["-dc", file]
    unpack.standardOutput = output
    guard (try? unpack.run()) != nil else { return [] }
    let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
    unpack.waitUntilExit()
    return bytes.split(separator: 0x0A)
  }
}

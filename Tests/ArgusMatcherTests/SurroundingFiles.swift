import Foundation

/// This is where the project's packs and, beside the project, the sample texts are.
enum SurroundingFiles {
  /// The shipped packs.
  static let rules: String? = existing(project.appendingPathComponent("rules"))

  /// The file that `ARGUS_CORPUS` names, else the one in the directory `shared` beside the project; nil when there is
  /// neither.
  static let corpusFile: String? =
    ProcessInfo.processInfo.environment["ARGUS_CORPUS"]
    ?? existing(project.deletingLastPathComponent().appendingPathComponent("shared/corpora/visible.jsonl.gz"))

  /// The sample texts of `corpusFile`; empty when it cannot be read.
  static let corpus: [[UInt8]] = (corpusFile.map(lines) ?? []).compactMap { line in
    let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    return (object?["text"] as? String).map { Array($0.utf8) }
  }

  /// The project: this file is three levels below it.
  private static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func existing(_ place: URL) -> String? {
    FileManager.default.fileExists(atPath: place.path) ? place.path : nil
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

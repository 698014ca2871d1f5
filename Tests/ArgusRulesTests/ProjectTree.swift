import Foundation
import Testing

/// This is the way to files of the project, from the place of this source file.
enum ProjectTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let fixtures = root.appending(path: "Tests/ArgusRulesTests/Fixtures")

  static func bytes(_ url: URL) throws -> [UInt8] { try [UInt8](Data(contentsOf: url)) }

  /// The YAML files of a fixture directory, sorted, without their extension.
  static func fixtureNames(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: fixtures.appending(path: directory).path)
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}

/// This is the comparison with a checked-in text; with `ARGUS_UPDATE_GOLDEN=1` in the environment it is rewritten.
enum Golden {
  static func expect(_ text: String, equals url: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if ProcessInfo.processInfo.environment["ARGUS_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return
    }
    let golden = try String(decoding: Data(contentsOf: url), as: UTF8.self)
    #expect(text == golden, "\(url.lastPathComponent)", sourceLocation: sourceLocation)
  }
}

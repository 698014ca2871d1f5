import ArgusAuthoring
import ArgusMatcher
import ArgusRules
import Foundation
import Testing

/// Rule packs of tests, built as a command would.
enum TestPack {
  static func load(_ rules: String, file: String = "test.yaml") -> RuleLoadResult {
    let text = """
      schema: argus.rules/v1
      pack: {id: test.pack, version: 1.0.0}
      defaults: {category: secrets, severity: high}
      rules:
      \(rules)
      """
    return RulePackLoader().load(bytes: Array(text.utf8), file: file)
  }

  static func build(_ rules: String) throws -> BuiltGeneration {
    let built = try GenerationBuilder(environment: [:], executable: nil).build(load(rules), number: 1)
    try #require(built.faults.isEmpty, "\(built.faults.map(\.oneLine))")
    return built
  }

  static func judge(_ rules: String) throws -> TextJudge { TextJudge(generation: try build(rules).generation) }

  /// One rule with the given keys besides its id.
  static func rule(_ id: String, _ pattern: String, _ more: String = "", match: String, value: String? = nil) -> String
  {
    let value = value.map { ", value: '\($0)'" } ?? ""
    return """
        - id: \(id)
          name: \(id)
          pattern: '\(pattern)'
      \(more.isEmpty ? "" : "    \(more)\n")    examples: {match: [{text: '\(match)'\(value)}], no_match: [{text: nothing, why: nothing}]}

      """
  }

  /// The packs that come with the program.
  static func shipped() throws -> BuiltGeneration {
    var setting = RuleSourceSetting()
    setting.usesShipped = false
    setting.paths = [
      URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).joined(separator: "/").dropFirst() + "/rules"
    ]
    return try GenerationBuilder(environment: ProcessInfo.processInfo.environment).build(setting, number: 1)
  }

  /// A directory that is removed at the end.
  static func withDirectory<Result>(
    _ files: [String: String], _ body: (String) throws -> Result
  ) throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appending(path: "argus-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for (name, text) in files {
      let path = directory + "/" + name
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    return try body(directory)
  }
}

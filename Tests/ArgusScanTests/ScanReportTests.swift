import ArgusKit
import ArgusReports
import ArgusRules
import ArgusScan
import FoundationEssentials
import Testing

@Suite struct ScanReportTests {
  /// Two findings that count, one that a comment allows, and a file's name that would be markup.
  private func report(_ format: ScanReportFormat) throws -> (text: String, collector: ScanCollector) {
    let tree = try TemporaryTree()
    try tree.write("a <b>&\"'.txt", "\(canary)\n\(canary) # argus:allow test.canary a <sample>\n")
    try tree.write("b.json", "{\"key\": \"\(canary)\"}")
    let collected = ScanHarness.collected(
      try ScanHarness.scan(), FileWalker(paths: [FilePath(tree.path), FilePath("/nonexistent/x")]), format)
    return (collected.text, collected.collector)
  }

  @Test(arguments: ScanReportFormat.allCases)
  func noFormatShowsTheValue(format: ScanReportFormat) throws {
    let text = try report(format).text
    #expect(!text.contains(canary))
    #expect(text.replacing("\\*", with: "*").contains("CAN****"))
  }

  @Test func textIsALineAFindingAndASummary() throws {
    let lines = try report(.text).text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasSuffix("a <b>&\"'.txt:1:1: critical test.canary CAN**** [test.canary] -> redact"))
    #expect(lines[1].hasSuffix("b.json:1:10: critical test.canary CAN**** [test.canary] -> redact at key"))
    #expect(lines[2].hasPrefix("2 findings in 2 files"))
    #expect(lines[2].hasSuffix("1 unreadable, 1 allowed"))
  }

  @Test func jsonLinesHaveTheKeysOfTheSchemaAndNoOthers() throws {
    struct Schema: Decodable {
      struct Property: Decodable {}
      var required: [String]
      var properties: [String: Property]
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/schema/scan-record.json")
    let schema = try JSONDecoder().decode(Schema.self, from: Data(contentsOf: file))
    #expect(Set(schema.required) == Set(schema.properties.keys))
    let lines = try report(.jsonl).text.split(separator: "\n")
    #expect(lines.count == 3)
    for line in lines {
      let record = try JSONDecoder().decode([String: Ignored].self, from: Data(line.utf8))
      #expect(Set(record.keys) == Set(schema.required))
    }
  }

  private struct Ignored: Decodable {
    init(from decoder: any Decoder) throws {}
  }

  @Test func jsonIsOneDocument() throws {
    struct Document: Decodable {
      struct Record: Decodable {
        struct Suppression: Decodable { var kind: String }
        var line: Int
        var suppressed: Suppression?
      }
      var findings: [Record]
      var files: Int
      var counted: Int
      var suppressed: Int
      var unreadable: [String]
      var skipped: [String: Int]
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(try report(.json).text.utf8))
    #expect(document.findings.map(\.line) == [1, 2, 1])
    #expect(document.findings.map(\.suppressed?.kind) == [nil, "comment", nil])
    #expect([document.files, document.counted, document.suppressed] == [2, 2, 1])
    #expect(document.unreadable == ["/nonexistent/x"])
    #expect(document.skipped == ["ignored": 0, "excluded": 0, "binary": 0, "tooLarge": 0])
  }

  @Test func sarifCarriesFingerprintsSuppressionsAndFailures() throws {
    struct Log: Decodable {
      struct Run: Decodable {
        struct Result: Decodable {
          struct Suppression: Decodable { var kind: String; var justification: String }
          struct Location: Decodable {
            struct Physical: Decodable {
              struct Region: Decodable {
                var startLine: Int; var endColumn: Int; var byteOffset: Int; var byteLength: Int
              }
              struct Artifact: Decodable { var uri: String }
              var region: Region
              var artifactLocation: Artifact
            }
            var physicalLocation: Physical
          }
          var ruleId: String
          var ruleIndex: Int
          var partialFingerprints: [String: String]
          var suppressions: [Suppression]?
          var locations: [Location]
        }
        struct Invocation: Decodable { var executionSuccessful: Bool }
        var results: [Result]
        var invocations: [Invocation]
      }
      var runs: [Run]
    }
    let run = try #require(try JSONDecoder().decode(Log.self, from: Data(try report(.sarif).text.utf8)).runs.first)
    #expect(run.results.map(\.ruleId) == ["test.canary", "test.canary", "test.canary"])
    #expect(run.results.allSatisfy { $0.partialFingerprints["argus/v1"]?.utf8.count == 32 })
    #expect(run.results.map { $0.suppressions?.first?.kind } == [nil, "inSource", nil])
    let region = try #require(run.results.first?.locations.first?.physicalLocation.region)
    #expect([region.startLine, region.endColumn, region.byteOffset, region.byteLength] == [1, 16, 0, 15])
    #expect(run.results.first?.locations.first?.physicalLocation.artifactLocation.uri.contains("%3Cb%3E") == true)
    #expect(run.invocations.map(\.executionSuccessful) == [false])
  }

  @Test func junitFailsForWhatCountsSkipsWhatIsAllowedAndHasErrorsForWhatCannotBeRead() throws {
    let text = try report(.junit).text
    #expect(text.contains("<testsuites tests=\"4\" failures=\"2\" errors=\"1\" skipped=\"1\">"))
    #expect(text.contains("<error message=\"no such file\">"))
    #expect(text.contains("allowed: a &lt;sample&gt;"))
    let tree = try TemporaryTree()
    let clean = ScanHarness.collected(try ScanHarness.scan(), FileWalker(paths: [FilePath(tree.path)]), .junit).text
    #expect(clean.contains("failures=\"0\""))
  }

  @Test func htmlNeedsNothingElseAndLetsNoNameBecomeMarkup() throws {
    let text = try report(.html).text
    #expect(text.hasPrefix("<!DOCTYPE html>"))
    #expect(!text.contains("<b>"))
    #expect(!text.contains("<sample>"))
    for word in ["<script", "http://", "https://", "src=", "href="] { #expect(!text.contains(word)) }
    #expect(text.contains("allowed: a &lt;sample&gt;"))
  }

  @Test func markdownListsWhatCounts() throws {
    let text = try report(.markdown).text
    #expect(text.split(separator: "\n").count { $0.hasPrefix("|") } == 4)
  }

  @Test func theFormatsThatWaitForTheEndAreBounded() throws {
    let tree = try TemporaryTree()
    // One inspection lists 10,000 places, so six files are more than a report keeps.
    for number in 0..<6 {
      let text = (0..<10_000).map { canary(number * 10_000 + $0) }.joined(separator: "\n")
      try tree.write("\(number).txt", text)
    }
    let source = FileWalker(paths: [FilePath(tree.path)])
    let sarif = ScanHarness.collected(try ScanHarness.scan(workers: 2), source, .sarif).text
    #expect(sarif.contains("10000 further findings are not listed"))
    let markdown = ScanHarness.collected(try ScanHarness.scan(workers: 2), source, .markdown).text
    #expect(markdown.contains("59800 further findings are not listed"))
  }

  @Test func aNameCannotMoveTheCursor() throws {
    let tree = try TemporaryTree()
    try tree.write("a\u{1B}[2Jb\u{202E}c.txt", canary)
    let text = ScanHarness.collected(try ScanHarness.scan(), FileWalker(paths: [FilePath(tree.path)]), .text).text
    #expect(text.contains("a?[2Jb?c.txt:1:1"))
  }

  @Test func lessSevereFindingsDoNotDecide() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "mild")
    let rule = ScanHarness.rule("test.mild", "mild") { $0.severity = .warning }
    var collector = ScanCollector(report: ScanReportFormat.text.report(rules: [], version: ""), failOn: .high)
    for outcome in ScanHarness.outcomes(try ScanHarness.scan([rule]), FileWalker(paths: [FilePath(tree.path)])) {
      _ = collector.add(outcome)
    }
    #expect(collector.summary.findingCount == 1)
    #expect(collector.summary.strongest == nil)
  }
}

@Suite struct ScanProgressTests {
  @Test func theTimeLeftIsToldOnceTheWholeIsKnown() {
    let start = ContinuousClock().now
    var progress = ScanProgress(now: start)
    var result = ScanResult(path: "a", projectPath: "a")
    result.byteCount = 10 << 20
    #expect(progress.line(now: start, total: nil) == nil)
    progress.add(.scanned(result))
    #expect(progress.line(now: start + .seconds(2), total: nil) == "1 files, 10 MiB, 5 MiB/s")
    let total = ScanExtent(files: 1_234, bytes: 360 << 20)
    #expect(
      progress.line(now: start + .seconds(5), total: total) == "1/1,234 files, 10/360 MiB, 2 MiB/s, 2:55 left")
    #expect(progress.line(now: start + .seconds(5), total: total) == nil)
  }

  @Test func aForecastCountsFilesAndBytesOfItsOwnCopy() async throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "12345")
    try tree.write("b/c.txt", "123")
    let source = FileWalker(paths: [FilePath(tree.path)])
    let forecast = ScanForecast(source)
    forecast.count()
    #expect(forecast.total == ScanExtent(files: 2, bytes: 8))
  }
}

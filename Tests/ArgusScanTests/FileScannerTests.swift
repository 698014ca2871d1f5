import ArgusKit
import ArgusRules
import ArgusScan
import FoundationEssentials
import Testing

@Suite struct FileScannerTests {
  private func records(
    _ name: String, _ text: String, configure: (inout ScanSettings) -> Void = { _ in }
  ) throws -> [ScanRecord] {
    let tree = try TemporaryTree()
    try tree.write(name, text)
    return try ScanHarness.results(ScanHarness.scan(configure: configure), [tree.path]).flatMap(\.records)
  }

  @Test func placesAreThoseOfTheFile() throws {
    let text = "# é before\n\r\n  key = \(canary)\nnext \(canary) and \(canary)"
    let found = try records("a.txt", text)
    #expect(found.map(\.line) == [3, 4, 4])
    #expect(found.map(\.column) == [9, 6, 26])
    #expect(found.map(\.endColumn) == [24, 21, 41])
    let bytes = Array(text.utf8)
    for record in found {
      let span = try #require(record.span)
      #expect(String(decoding: bytes[span.start..<span.end], as: UTF8.self) == canary)
    }
  }

  @Test func aValueOverSeveralLinesEndsWhereItEnds() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "x\nBEGIN\nmiddle\nEND\n")
    let rule = ScanHarness.rule("test.block", "(?s)BEGIN.*?END")
    let record = try #require(try ScanHarness.results(ScanHarness.scan([rule]), [tree.path]).first?.records.first)
    #expect([record.line, record.column, record.endLine, record.endColumn] == [2, 1, 4, 4])
  }

  @Test func jsonIsReadByItsFieldsAndPlacedInTheFile() throws {
    let found = try records("a.json", "{\n \"a\": [\"x\\n\(canary)\"]}")
    #expect(found.map(\.location) == ["a[0]"])
    #expect(found.map(\.line) == [2])
    #expect(found.map(\.column) == [12])
  }

  @Test func eachPlaceIsListedOrOmittedOnceWhereverPiecesOverlap() throws {
    let tree = try TemporaryTree()
    // Each piece holds more places than one inspection lists, its margins too.
    let count = 100_000
    try tree.write("a.txt", (0..<count).map { canary($0 % 500) }.joined(separator: "\n"))
    let scan = try ScanHarness.scan {
      $0.pieceBytes = 512 << 10
      $0.marginBytes = 32 << 10
    }
    let result = try #require(ScanHarness.results(scan, [tree.path]).first)
    #expect(result.omittedCount > 0)
    #expect(result.records.count + result.omittedCount == count)
    #expect(Set(result.records.compactMap(\.span)).count == result.records.count)
  }

  @Test(arguments: 0..<60)
  func aTextInPiecesGivesTheRecordsOfTheWholeText(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let tree = try TemporaryTree()
    var text = ""
    while text.utf8.count < 12_000 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: text += canary(Int.random(in: 0..<50, using: &random))
      case 1: text += "\n"
      case 2: text += "é"
      default: text += String(repeating: "word ", count: Int.random(in: 1...20, using: &random))
      }
    }
    try tree.write("a.txt", text)
    let whole = try ScanHarness.results(ScanHarness.scan(), [tree.path]).flatMap(\.records)
    let pieceBytes = Int.random(in: 600...4_000, using: &random)
    let pieces = try ScanHarness.results(
      ScanHarness.scan {
        $0.pieceBytes = pieceBytes
        $0.marginBytes = 64
      }, [tree.path]
    ).flatMap(\.records)
    #expect(whole.count > 10)
    #expect(pieces.map(\.span) == whole.map(\.span))
    #expect(pieces.map(\.line) == whole.map(\.line))
    #expect(pieces.map(\.column) == whole.map(\.column))
    #expect(pieces.map(\.endColumn) == whole.map(\.endColumn))
    #expect(pieces.map(\.fingerprint) == whole.map(\.fingerprint))
  }

  @Test func aTokenAtEachOffsetAroundTheBorderOfTwoPiecesIsFoundOnce() throws {
    for shift in 0..<200 {
      let text = String(repeating: "-", count: 900 + shift) + canary + String(repeating: "-", count: 2_000)
      let found = try records("a.txt", text) {
        $0.pieceBytes = 1_100
        $0.marginBytes = 100
      }
      #expect(found.map(\.span) == [ByteSpan(start: 900 + shift, end: 915 + shift)])
    }
  }

  @Test func jsonLinesInPiecesKeepTheNumbersOfTheirDocuments() throws {
    let lines = (0..<200).map { "{\"n\":{\"text\":\"\(canary($0)) \(String(repeating: "x", count: $0))\"}}" }
    let text = lines.joined(separator: "\n") + "\n"
    let whole = try records("a.jsonl", text)
    let pieces = try records("a.jsonl", text) { $0.pieceBytes = 900 }
    #expect(whole.count == 200)
    #expect(whole[1].location == "#2.n.text")
    #expect(pieces.map(\.location) == whole.map(\.location))
    #expect(pieces.map(\.span) == whole.map(\.span))
    #expect(pieces.map(\.line) == whole.map(\.line))
  }

  @Test func aLineThatIsLongerThanThePieceIsStillADocument() throws {
    let text = "{\"a\":\"\(String(repeating: "x", count: 5_000))\\n\(canary)\"}\n{\"b\":\"\(canary)\"}\n"
    let found = try records("a.jsonl", text) { $0.pieceBytes = 1_000 }
    #expect(found.map(\.location) == ["a", "#2.b"])
  }

  @Test func aDocumentTooLargeToBeReadWholeIsReadAsTextAndTold() throws {
    let tree = try TemporaryTree()
    try tree.write("a.json", "{\"a\":\"\(String(repeating: "x", count: 9_000)) \(canary)\"}")
    let scan = try ScanHarness.scan {
      $0.pieceBytes = 2_000
      $0.marginBytes = 100
      $0.wholeJSONBytes = 4_000
    }
    let result = try #require(ScanHarness.results(scan, [tree.path]).first)
    #expect(result.records.count == 1)
    #expect(result.notices.map(\.code) == ["AS0007"])
  }

  @Test func whatStaysEncodedIsTold() throws {
    let tree = try TemporaryTree()
    var text = "a canary: \(canary)"
    for _ in 0..<10 { text = Data(text.utf8).base64EncodedString() }
    try tree.write("a.txt", text)
    let result = try #require(ScanHarness.results(ScanHarness.scan(), [tree.path]).first)
    #expect(result.records.isEmpty)
    #expect(result.notices.map(\.code) == ["AS0009"])
  }

  @Test func aRecordedBodyOfAnyNameIsReadByItsFields() throws {
    let text = " {\"a\":\"\(String(repeating: "x", count: 5_000))\",\"b\":\"\\n\(canary)\"}"
    let found = try records("body-17", text) {
      $0.pieceBytes = 1_000
      $0.marginBytes = 100
    }
    #expect(found.map(\.location) == ["b"])
  }

  @Test func findingsBeyondTheBoundAreCountedAndDecide() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", (0..<20).map { canary($0) }.joined(separator: "\n"))
    let scan = try ScanHarness.scan { $0.recordsPerFile = 5 }
    let result = try #require(ScanHarness.results(scan, [tree.path]).first)
    #expect(result.records.count == 5)
    #expect(result.omittedCount == 15)
    #expect(result.omittedAction == .redact)
    let collected = ScanHarness.collected(scan, FileWalker(paths: [FilePath(tree.path)]), .jsonl)
    #expect(collected.notices.map(\.code) == ["AS0008"])
    #expect(collected.collector.summary.omittedCount == 15)
  }

  @Test func whatAnInspectionDoesNotListDecidesThoughABaselineKnowsTheRest() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", (0..<10_010).map { canary($0) }.joined(separator: "\n"))
    let root = ProjectRoot(workingDirectory: try #require(FilePath(tree.path).resolved))
    let scan = try ScanHarness.scan(root: root)
    let walk = FileWalker(paths: [root.path])
    let first = ScanHarness.collected(
      scan, walk, .jsonl,
      comparison: BaselineComparison(Baseline(entries: [], keyIdentifier: ""), isUpdating: true))
    let known = try #require(first.collector.comparison).updated { _ in true }
    let again = ScanHarness.collected(
      scan, walk, .text,
      comparison: BaselineComparison(Baseline(entries: known, keyIdentifier: ""), isUpdating: false))
    #expect(again.collector.summary.findingCount == 0)
    #expect(again.collector.summary.omittedCount == 10)
    #expect(again.collector.summary.strongest == .redact)
    #expect(again.text.contains("10 not listed"))
  }

  @Test func globsOverFilesSeeOnePathHoweverAFileIsNamed() throws {
    let tree = try TemporaryTree()
    try tree.write("docs/d.txt", canary)
    try tree.write("src/d.txt", canary)
    let allowing = ScanHarness.rule("test.canary", "CANARY-[A-Z0-9]{8}") { $0.allow.files = ["docs/*"] }
    let scoped = ScanHarness.rule("test.canary", "CANARY-[A-Z0-9]{8}") { $0.scope.excludeFiles = ["docs/*"] }
    let root = ProjectRoot(workingDirectory: try #require(FilePath(tree.path).resolved))
    for rule in [allowing, scoped] {
      let scan = try ScanHarness.scan([rule], root: root)
      for path in ["", "/docs", "/docs/d.txt", "/./src/../docs/d.txt", "/src"] {
        let found = ScanHarness.results(scan, [root.path.text + path]).flatMap(\.records)
        #expect(found.map(\.projectPath) == (["", "/src"].contains(path) ? ["src/d.txt"] : []))
      }
    }
  }

  @Test func binaryFilesAreCountedAndScannedOnDemand() throws {
    let tree = try TemporaryTree()
    try tree.write("a.bin", [0, 1, 2] + Array(canary.utf8))
    #expect(ScanHarness.results(try ScanHarness.scan(), [tree.path]).map(\.skipped) == [.binary])
    let scan = try ScanHarness.scan { $0.scansBinary = true }
    #expect(ScanHarness.results(scan, [tree.path]).flatMap(\.records).map(\.span?.start) == [3])
  }

  @Test func filesAboveTheBoundAreCounted() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", String(repeating: "x", count: 101))
    let scan = try ScanHarness.scan { $0.maximumBytes = 100 }
    #expect(ScanHarness.results(scan, [tree.path]).map(\.skipped) == [.tooLarge])
  }

  @Test func emptyFilesAreNoFault() throws {
    let tree = try TemporaryTree()
    try tree.write("empty.txt", "")
    try tree.write("empty.json", "")
    let results = ScanHarness.results(try ScanHarness.scan(), [tree.path])
    #expect(results.map(\.failure) == [nil, nil])
  }

  @Test func aFileThatIsGoneIsToldAndTheOthersAreScanned() throws {
    let tree = try TemporaryTree()
    try tree.write("b.txt", canary)
    let outcomes = ScanHarness.outcomes(
      try ScanHarness.scan(), FileWalker(paths: [FilePath("\(tree.path)/a"), FilePath("\(tree.path)/b.txt")]))
    #expect(outcomes.count == 2)
    guard case .unreadable(_, let reason) = outcomes[0] else {
      Issue.record("a missing file is told")
      return
    }
    #expect(reason == "no such file")
  }
}

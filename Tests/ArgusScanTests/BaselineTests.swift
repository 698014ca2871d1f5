import ArgusRules
import ArgusScan
import Glibc
import Testing

@Suite struct BaselineTests {
  private func root(_ tree: TemporaryTree) throws -> ProjectRoot {
    ProjectRoot(workingDirectory: try #require(FilePath(tree.path).resolved))
  }

  /// Scans `tree`, compared with `entries` where there are any.
  private func compared(
    _ tree: TemporaryTree, _ entries: [Baseline.Entry] = [], isUpdating: Bool = false
  ) throws -> (results: [ScanRecord], comparison: BaselineComparison) {
    let root = try root(tree)
    let path = root.path.text
    var comparison = BaselineComparison(Baseline(entries: entries, keyIdentifier: ""), isUpdating: isUpdating)
    var records: [ScanRecord] = []
    for var result in ScanHarness.results(try ScanHarness.scan(root: root), [path]) {
      comparison.compare(&result)
      records += result.records
    }
    return (records, comparison)
  }

  private func baseline(of tree: TemporaryTree) throws -> [Baseline.Entry] {
    try compared(tree, isUpdating: true).comparison.updated { _ in true }
  }

  @Test func knownFindingsDoNotCountThoughTheyMoved() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "x \(canary) y")
    let entries = try baseline(of: tree)
    #expect(entries.map(\.path) == ["a.txt"])
    #expect(entries.map(\.rule) == ["test.canary"])
    #expect(entries.map(\.count) == [1])
    try tree.write("a.txt", "more\nlines\nabove: \(canary)")
    #expect(try compared(tree, entries).results.map(\.suppression?.kind) == [.baseline])
  }

  @Test func oneCopyMoreIsANewFinding() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "\(canary)\n\(canary)")
    let entries = try baseline(of: tree)
    #expect(entries.map(\.count) == [2])
    try tree.write("a.txt", "\(canary)\n\(canary)\n\(canary)")
    #expect(try compared(tree, entries).results.map(\.suppression?.kind) == [.baseline, .baseline, nil])
  }

  @Test func anotherValueAndAnotherFileAreNewFindings() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", canary(1))
    let entries = try baseline(of: tree)
    try tree.write("a.txt", canary(2))
    try tree.write("b.txt", canary(1))
    #expect(try compared(tree, entries).results.map(\.suppression) == [nil, nil])
  }

  @Test func whatIsGoneIsTold() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "\(canary(1)) \(canary(2))")
    let entries = try baseline(of: tree)
    try tree.write("a.txt", canary(2))
    #expect(try compared(tree, entries).comparison.stale.count == 1)
    #expect(try compared(tree, entries, isUpdating: true).comparison.updated { _ in true }.count == 1)
  }

  @Test func aCopyThatIsGoneIsToldAsOneOfThem() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "\(canary)\n\(canary)")
    let entries = try baseline(of: tree)
    try tree.write("a.txt", canary)
    let scan = try ScanHarness.scan(root: try root(tree))
    let comparison = BaselineComparison(Baseline(entries: entries, keyIdentifier: ""), isUpdating: false)
    let collector = ScanHarness.collected(
      scan, FileWalker(paths: [FilePath(tree.path)]), .text, comparison: comparison
    ).collector
    let notices = collector.staleNotices(path: "known.json")
    #expect(notices.map(\.code) == ["AS0006"])
    #expect(notices[0].message.contains("1 of 2 copies of test.canary in "))
  }

  @Test func entriesOfFilesThatWereNotReadStayWhileTheFileDoes() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", canary)
    let other = Baseline.Entry(path: "elsewhere/b.txt", rule: "test.canary", fingerprint: "00", count: 1)
    let comparison = try compared(tree, [other], isUpdating: true).comparison
    #expect(comparison.updated { _ in true }.map(\.path) == ["a.txt", "elsewhere/b.txt"])
    #expect(comparison.updated { _ in false }.map(\.path) == ["a.txt"])
    #expect(comparison.stale.isEmpty)
  }

  @Test func copiesOnUnchangedLinesUseUpTheBaselineFirst() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "\(canary)\n")
    let entries = try baseline(of: tree)
    try tree.write("a.txt", "\(canary)\n\(canary)\n")
    let root = try root(tree)
    var lines = LineRanges()
    lines.append(2...2)
    let file = root.path.appending(Array("a.txt".utf8))
    let item = ScanItem(path: file, content: .file(file, followsLink: false), lines: lines)
    let scan = try ScanHarness.scan(root: root)
    var comparison = BaselineComparison(Baseline(entries: entries, keyIdentifier: ""), isUpdating: false)
    var result = try #require(ScanHarness.results(scan, OneItem(item: item)).first)
    comparison.compare(&result)
    #expect(result.records.map(\.line) == [2])
    #expect(result.records.map(\.suppression) == [nil])
  }

  private struct OneItem: ScanSource {
    var item: ScanItem?

    mutating func next() -> ScanEntry? {
      defer { item = nil }
      return item.map(ScanEntry.item)
    }
  }

  @Test func aBaselineFileReadsBackAsItWasWrittenAndHoldsNoValue() throws {
    let tree = try TemporaryTree()
    try tree.write("b.txt", canary(1))
    try tree.write("a \"quoted\".txt", "\(canary(1)) \(canary(2)) \(canary(2))")
    let entries = try baseline(of: tree)
    let file = BaselineFile(FilePath("\(tree.path)/known.json"))
    #expect(try file.read() == nil)
    try file.write(entries, keyIdentifier: "0123456789abcdef")
    let read = try #require(try file.read())
    #expect(read.entries == entries)
    #expect(read.keyIdentifier == "0123456789abcdef")
    let text = try tree.read("known.json")
    #expect(!text.contains("CANARY"))
    #expect(entries.map(\.path) == entries.map(\.path).sorted())
    #expect(text.split(separator: "\n").count == entries.count + 6)
  }

  @Test(arguments: [
    "", "[]", "{}", "{\"format\":\"argus-baseline/2\",\"key\":\"\",\"findings\":[]}",
    "{\"format\":\"argus-baseline/1\",\"key\":\"\",\"findings\":[{\"path\":\"a\",\"rule\":\"b\",\"fingerprint\":\"c\",\"count\":0}]}",
  ])
  func whatIsNoBaselineIsRefused(text: String) throws {
    let tree = try TemporaryTree()
    try tree.write("known.json", text)
    #expect(throws: ScanFailure.self) { try BaselineFile(FilePath("\(tree.path)/known.json")).read() }
  }

  @Test(arguments: [
    ("{\n  \"format\": \"argus-baseline/1\",\n<<<<<<< ours\n  \"key\": \"\"\n", ":3:1: two versions were merged"),
    ("{\n  \"format\": \"argus-baseline/1\",\n  key\n", ":3:3: this is no JSON"),
    (
      "{\"format\": \"argus-baseline/1\", \"key\": \"\", \"findings\": [\n"
        + "  {\"path\": \"a\", \"rule\": \"b\", \"count\": 1, \"fingerprint\": \"c\"},\n"
        + "  {\"path\": \"a\", \"rule\": \"b\", \"count\": 99999999999999999999, \"fingerprint\": \"c\"}\n]}",
      ":3:3: the count"
    ),
    (
      "{\"format\": \"argus-baseline/1\", \"key\": \"\", \"findings\":\n [{\"path\": \"a\", \"rule\": \"b\"}]}",
      ":2:3: a finding has"
    ),
    (
      "{\"format\": \"argus-baseline/1\", \"key\": \"\", \"findings\":\n"
        + " [{\"path\": \"a\", \"rule\": \"b\", \"count\": 0, \"fingerprint\": \"c\"}]}",
      ":2:3: the count"
    ),
  ])
  func theFaultOfABaselineIsToldByItsPlace(text: String, words: String) throws {
    let tree = try TemporaryTree()
    try tree.write("known.json", text)
    let failure = #expect(throws: ScanFailure.self) { try BaselineFile(FilePath("\(tree.path)/known.json")).read() }
    #expect(failure?.description.contains("known.json\(words)") == true, "\(failure?.description ?? "")")
  }

  @Test func namesThatAreNoUTF8StayApart() throws {
    let tree = try TemporaryTree()
    for byte: UInt8 in [0xFF, 0xFE] {
      let path = FilePath(bytes: Array("\(tree.path)/b".utf8) + [byte] + Array(".txt".utf8))
      try tree.write("b.txt", canary)
      let isMoved = path.withCString { to in rename("\(tree.path)/b.txt", to) == 0 }
      #expect(isMoved)
      #expect(FilePath(shown: path.text) == path)
    }
    #expect(try baseline(of: tree).map(\.path) == ["b\\xFE.txt", "b\\xFF.txt"])
    #expect(FilePath(bytes: [0xC3, 0xA4, 0xE2, 0x82, 0x41]).text == "ä\\xE2\\x82A")
  }
}

import ArgusScan
import FoundationEssentials
import Testing

/// Archives made by Python's own library, so that the reader and its test cannot share a mistake.
@Suite struct ArchiveTests {
  private static let isPythonPresent = PythonProgram.run("pass")

  private func scan(_ tree: TemporaryTree, configure: (inout ScanSettings) -> Void = { _ in }) throws -> [ScanResult] {
    let scan = try ScanHarness.scan {
      $0.readsArchives = true
      configure(&$0)
    }
    return ScanHarness.results(scan, [tree.path])
  }

  private func names(_ results: [ScanResult], _ tree: TemporaryTree) -> [String] {
    results.flatMap(\.records).map { String($0.path.dropFirst(tree.path.count + 1)) }
  }

  @Test(.enabled(if: isPythonPresent))
  func filesOfEachKindOfArchiveAreFoundByName() throws {
    let tree = try TemporaryTree()
    let script = """
      import gzip, io, tarfile, zipfile
      value = "CANARY-" + "7F3K9Q2Z"
      def tar(path, mode, form):
          with tarfile.open(path, mode, format=form) as archive:
              for name in ["a.txt", "d" * 150 + "/b.txt", "n" * 120 + ".txt"]:
                  data = ("first\\n" + value).encode()
                  info = tarfile.TarInfo(name)
                  info.size = len(data)
                  archive.addfile(info, io.BytesIO(data))
      tar("gnu.tar", "w", tarfile.GNU_FORMAT)
      tar("pax.tar.gz", "w:gz", tarfile.PAX_FORMAT)
      with zipfile.ZipFile("z.zip", "w") as archive:
          archive.writestr("stored.txt", value, zipfile.ZIP_STORED)
          archive.writestr("dir/deflated.json", '{"k": "' + value + '"}', zipfile.ZIP_DEFLATED)
          archive.write("gnu.tar", "inner.tar")
      with gzip.open("plain.txt.gz", "wb") as file:
          file.write(value.encode())
      """
    try #require(PythonProgram.run(script, directory: tree.path))
    let long = [String(repeating: "d", count: 150) + "/b.txt", String(repeating: "n", count: 120) + ".txt"]
    let results = try scan(tree)
    #expect(results.map(\.failure) == [nil, nil, nil, nil])
    let tar = ["a.txt"] + long
    #expect(
      names(results, tree)
        == tar.map { "gnu.tar!\($0)" } + tar.map { "pax.tar.gz!\($0)" }
        + ["plain.txt.gz!plain.txt", "z.zip!stored.txt", "z.zip!dir/deflated.json"]
        + tar.map { "z.zip!inner.tar!\($0)" })
    #expect(results.flatMap(\.records).filter { $0.path.hasSuffix("a.txt") }.allSatisfy { $0.line == 2 })
    #expect(results.flatMap(\.records).filter { $0.path.hasSuffix(".json") }.map(\.location) == ["k"])
    // Without the option they are binary files.
    #expect(ScanHarness.results(try ScanHarness.scan(), [tree.path]).allSatisfy { $0.records.count <= 3 })
  }

  @Test(.enabled(if: isPythonPresent))
  func aCompressedFileIsNotTakenForThePlainOneBesideIt() throws {
    let tree = try TemporaryTree()
    let script = """
      import gzip, zipfile
      value = b"CANARY-" + b"7F3K9Q2Z"
      open("x.txt", "wb").write(value)
      for name in ["x.txt.gz", "noted"]: gzip.open(name, "wb").write(value)
      gzip.open("y.gz.gz", "wb").write(gzip.compress(value))
      with zipfile.ZipFile("z.zip", "w") as archive: archive.writestr("d/x.txt.gz", gzip.compress(value))
      """
    try #require(PythonProgram.run(script, directory: tree.path))
    let results = try scan(tree)
    #expect(
      names(results, tree) == [
        "noted!noted", "x.txt", "x.txt.gz!x.txt", "y.gz.gz!y.gz!y", "z.zip!d/x.txt.gz!x.txt",
      ])
    #expect(Set(results.flatMap(\.records).map(\.fingerprint)).count == 5)
  }

  @Test(.enabled(if: isPythonPresent))
  func bombsAreToldAndBounded() throws {
    let tree = try TemporaryTree()
    let script = """
      import gzip, zipfile
      with gzip.open("bomb.gz", "wb") as file:
          for _ in range(300): file.write(bytes(1 << 20))
      with zipfile.ZipFile("many.zip", "w", zipfile.ZIP_STORED) as archive:
          for number in range(10_050): archive.writestr(str(number), "x")
      data = b"CANARY-" + b"7F3K9Q2Z"
      for _ in range(6): data = gzip.compress(data)
      open("deep.gz", "wb").write(data)
      """
    try #require(PythonProgram.run(script, directory: tree.path))
    let results = try scan(tree)
    #expect(results.map { $0.failure != nil } == [true, true, true])
    #expect(results.flatMap(\.records).isEmpty)
  }

  @Test(.enabled(if: isPythonPresent), arguments: ["gnu.tar", "z.zip", "t.tar.gz"])
  func damagedArchivesAreNoTrap(name: String) throws {
    let tree = try TemporaryTree()
    let script = """
      import tarfile, zipfile
      open("a.txt", "w").write("CANARY-" + "7F3K9Q2Z" * 40)
      for name, mode in [("gnu.tar", "w"), ("t.tar.gz", "w:gz")]:
          with tarfile.open(name, mode) as archive: archive.add("a.txt")
      with zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED) as archive: archive.write("a.txt")
      """
    try #require(PythonProgram.run(script, directory: tree.path))
    let original = Array(try Data(contentsOf: URL(filePath: "\(tree.path)/\(name)")))
    let damaged = try TemporaryTree()
    var random = SeededGenerator(seed: 5)
    for round in 0..<150 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        // The first bytes stay, so that it is still taken for an archive.
        let index = Int.random(in: 4..<bytes.count, using: &random)
        bytes[index] = [0, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
      }
      if round.isMultiple(of: 3) { bytes.removeLast(Int.random(in: 1...(bytes.count / 2), using: &random)) }
      try damaged.write("\(round)", bytes)
    }
    #expect(try scan(damaged).count == 150)
  }
}

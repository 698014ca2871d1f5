import ArgusScan
import Synchronization
import Testing

@Suite struct ParallelScanTests {
  /// A source that makes its files up: no disk, and as many as one likes.
  private struct Endless: ScanSource {
    var number = 0
    let taken: Counter

    mutating func next() -> ScanEntry? {
      number += 1
      taken.value.withLock { $0 += 1 }
      return .unreadable(FilePath("file \(number)"), reason: "made up")
    }
  }

  private final class Counter: Sendable {
    let value = Mutex(0)
  }

  @Test(arguments: [1, 2, 7])
  func resultsComeInTheOrderOfTheSourceWhateverTheNumberOfThreads(workers: Int) throws {
    let tree = try TemporaryTree()
    for number in 0..<300 {
      let padding = String(repeating: "word ", count: number % 17 == 0 ? 20_000 : number % 5)
      try tree.write("\(1_000 + number).txt", "\(padding)\(canary(number))")
    }
    let results = ScanHarness.results(try ScanHarness.scan(workers: workers), [tree.path])
    #expect(results.map(\.path) == results.map(\.path).sorted())
    #expect(results.count == 300)
    #expect(results.allSatisfy { $0.records.count == 1 })
  }

  @Test func aScanStopsWhenNobodyReadsItsReport() throws {
    let taken = Counter()
    let received = Mutex(0)
    let scan = try ScanHarness.scan(workers: 4)
    scan.run(Endless(taken: taken)) { _ in
      received.withLock {
        $0 += 1
        return $0 < 10
      }
    }
    let count = received.withLock { $0 }
    #expect(count == 10)
  }

  @Test func aSlowReaderHoldsTheWorkersBack() throws {
    let taken = Counter()
    let most = Mutex(0)
    let received = Mutex(0)
    let scan = try ScanHarness.scan(workers: 4)
    scan.run(Endless(taken: taken)) { _ in
      let ahead = taken.value.withLock { $0 } - received.withLock { $0 }
      most.withLock { $0 = max($0, ahead) }
      return received.withLock {
        $0 += 1
        return $0 < 20_000
      }
    }
    // Four workers with eight groups of sixteen each, and what is being handed over.
    let bound = (4 * 8 + 4) * 16
    let seen = most.withLock { $0 }
    #expect(seen <= bound)
  }

  @Test func anEmptySourceEndsAtOnce() throws {
    #expect(ScanHarness.outcomes(try ScanHarness.scan(workers: 3), FileWalker(paths: [])).isEmpty)
  }
}

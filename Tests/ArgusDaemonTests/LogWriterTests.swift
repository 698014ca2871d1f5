import ArgusDaemon
import Dispatch
import Synchronization
import Testing

@Suite struct LogWriterTests {
  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  @Test func linesAreWrittenInOrderAndNoneIsLostAtTheEnd() async {
    let lines = Lines()
    let writer = LogWriter(output: { line in lines.all.withLock { $0.append(line) } })
    for number in 0..<100 { writer.write("\(number)\n") }
    await writer.finish()
    #expect(lines.all.withLock { $0 } == (0..<100).map { "\($0)\n" })
  }

  @Test func aStalledReaderCostsLinesNeverTheCaller() async {
    let lines = Lines()
    let gate = DispatchSemaphore(value: 0)
    let writer = LogWriter(
      capacity: 2,
      output: { line in
        gate.wait()
        lines.all.withLock { $0.append(line) }
      })
    for number in 0..<10 { writer.write("\(number)\n") }
    for _ in 0..<10 { gate.signal() }
    await writer.finish()
    let written = lines.all.withLock { $0 }
    #expect(written == ["0\n", "1\n"])
  }
}

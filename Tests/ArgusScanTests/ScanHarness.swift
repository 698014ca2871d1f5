import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusReports
import ArgusRules
import ArgusScan
import FoundationEssentials
import Synchronization

/// A worthless value that only the test rule knows.
let canary = "CANARY-" + "7F3K9Q2Z"

func canary(_ number: Int) -> String {
  let digits = String(number, radix: 36, uppercase: true)
  return "CANARY-" + String(repeating: "Z", count: 8 - digits.count) + digits
}

/// A directory of its own for one test, gone with it.
final class TemporaryTree {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/argus-scan-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = "\(path)/\(name)"
    let parent = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: file))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
  }
}

enum ScanHarness {
  static let place = SourceLocation(file: "test.yaml", line: 1, column: 1)

  static func rule(_ id: String, _ pattern: String, configure: (inout Rule) -> Void = { _ in }) -> Rule {
    var rule = Rule(
      id: id, type: id, name: "A \(id)", category: "secrets", severity: .critical,
      patterns: [RulePattern(source: pattern, location: place)], location: place)
    configure(&rule)
    return rule
  }

  static let canaryRule = rule("test.canary", "CANARY-[A-Z0-9]{8}")
  static let key = String(repeating: "0f", count: 32)

  static func scan(
    _ rules: [Rule] = [canaryRule], workers: Int = 1, today: String = "2026-01-15", root: ProjectRoot = ProjectRoot(),
    key: String = key, configure: (inout ScanSettings) -> Void = { _ in }
  ) throws -> Scan {
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 7)
    guard let day = CalendarDay(today) else { throw ScanFailure("no day") }
    var settings = ScanSettings(today: day)
    configure(&settings)
    return Scan(
      inspector: Inspector(generation: generation, settings: InspectionSettings()), settings: settings, root: root,
      fingerprinter: try FingerprintKey.fingerprinter(hexadecimal: key), workerCount: workers)
  }

  static func outcomes(_ scan: Scan, _ source: any ScanSource) -> [ScanOutcome] {
    let received = Mutex<[ScanOutcome]>([])
    scan.run(source) { outcome in
      received.withLock { $0.append(outcome) }
      return true
    }
    return received.withLock { $0 }
  }

  static func results(_ scan: Scan, _ paths: [String]) -> [ScanResult] {
    results(scan, FileWalker(paths: paths.map { FilePath($0) }))
  }

  static func results(_ scan: Scan, _ source: any ScanSource) -> [ScanResult] {
    outcomes(scan, source).compactMap { if case .scanned(let result) = $0 { result } else { nil } }
  }

  static func collected(
    _ scan: Scan, _ source: any ScanSource, _ format: ScanReportFormat, comparison: BaselineComparison? = nil,
    rules: [Rule] = [canaryRule]
  ) -> (text: String, collector: ScanCollector, notices: [Diagnostic]) {
    var collector = ScanCollector(report: format.report(rules: rules, version: "1.2.3"), comparison: comparison)
    var text = collector.head()
    var notices: [Diagnostic] = []
    for outcome in outcomes(scan, source) {
      let answer = collector.add(outcome)
      text += answer.text
      notices += answer.notices
    }
    return (text + collector.tail(), collector, notices)
  }
}

/// A small generator with a fixed seed: a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

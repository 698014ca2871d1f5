import ArgusInspection
import ArgusKit
import ArgusScan

/// This is the reading of foreign files: transcripts, archives, JSON Lines in pieces, comments and ignore files. It never
/// traps, and what is found in a file that is no archive lies inside it.
enum ScanTarget {
  private struct OneItem: ScanSource {
    var item: ScanItem?

    mutating func next() -> ScanEntry? {
      defer { item = nil }
      return item.map(ScanEntry.item)
    }
  }

  private static let names = ["a.sse", "a.jsonl", "a.txt", "a.bin", ".gitignore"]

  private static let scan: Scan = {
    guard let key = try? FingerprintKey.fingerprinter(hexadecimal: String(repeating: "0f", count: 32)),
      let day = CalendarDay("2026-01-01")
    else { fatalError("the fixed values are valid") }
    var settings = ScanSettings(today: day)
    settings.readsArchives = true
    settings.scansBinary = true
    settings.tellsUnusedComments = true
    let generation = FixedRules.generation(FixedRules.rules([("key_[a-z]{4,8}", [])], severity: .critical))
    return Scan(
      inspector: Inspector(generation: generation, settings: InspectionSettings()), settings: settings,
      fingerprinter: key, workerCount: 1)
  }()

  static func run(_ bytes: [UInt8]) {
    let name = names[Int(bytes.first ?? 0) % names.count]
    let content = Array(bytes.dropFirst())
    if name == ".gitignore" {
      let half = content.count / 2
      _ = IgnoreList(content: content[..<half]).covers(Array(content[half...]))
      return
    }
    scan.run(OneItem(item: ScanItem(path: FilePath(name), content: .bytes(content)))) { outcome in
      guard case .scanned(let result) = outcome else { return true }
      for record in result.records where record.path == name {
        if let span = record.span, span.end > content.count { fatalError("a finding lies outside the file: \(span)") }
      }
      return true
    }
  }
}

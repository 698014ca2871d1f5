import ArgusKit

/// This is the list of findings that were there before: they do not count until they multiply.
///
/// A finding is known by its fingerprint, so it may move within its file; its number of copies is known as well, so
/// that one copy more is a new finding.
public struct Baseline: Sendable {
  /// One finding that is known, without anything of its value.
  public struct Entry: Sendable, Hashable {
    public var path: String
    public var rule: String
    public var fingerprint: String
    public var count: Int

    public init(path: String, rule: String, fingerprint: String, count: Int) {
      self.path = path
      self.rule = rule
      self.fingerprint = fingerprint
      self.count = count
    }
  }

  /// Entries beyond it are refused: the file would be no list of known exceptions any more.
  static let maximumEntries = 1_000_000

  public private(set) var entries: [Entry]
  /// The key that the fingerprints were made with, by its ``Fingerprinter/keyIdentifier``.
  public let keyIdentifier: String

  public init(entries: [Entry] = [], keyIdentifier: String) {
    self.entries = entries
    self.keyIdentifier = keyIdentifier
  }
}

/// This is the comparison of one scan with a baseline.
public struct BaselineComparison: Sendable {
  private let baseline: Baseline
  /// How many copies of each are still to be met.
  private var remaining: [String: Int] = [:]
  private let paths: Set<String>
  private var scanned: Set<String> = []
  /// What the scan found, whether known or not; kept only where the baseline is to be written anew.
  private var found: [String: Baseline.Entry]?

  public init(_ baseline: Baseline, isUpdating: Bool) {
    self.baseline = baseline
    for entry in baseline.entries { remaining[entry.fingerprint, default: 0] += entry.count }
    paths = Set(baseline.entries.flatMap { Self.files(of: $0.path) })
    found = isUpdating ? [:] : nil
  }

  /// Marks the records of one file that are known. Records that a comment allows need no entry.
  public mutating func compare(_ result: inout ScanResult) {
    if result.failure == nil, result.skipped == nil, paths.contains(result.projectPath) {
      scanned.insert(result.projectPath)
    }
    for (fingerprint, count) in result.elsewhere {
      if let left = remaining[fingerprint] { remaining[fingerprint] = max(0, left - count) }
    }
    for index in result.records.indices where result.records[index].suppression == nil {
      let record = result.records[index]
      if let left = remaining[record.fingerprint], left > 0 {
        remaining[record.fingerprint] = left - 1
        result.records[index].suppression = ScanRecord.Suppression(kind: .baseline, reason: "")
      }
      guard found != nil, !record.finding.isShadow else { continue }
      let entry = Baseline.Entry(
        path: record.projectPath, rule: record.ruleID, fingerprint: record.fingerprint, count: 0)
      found?[record.fingerprint, default: entry].count += 1
    }
  }

  private func isScanned(_ path: String) -> Bool { Self.files(of: path).contains(where: scanned.contains) }

  /// The path, and the archives it may stand in: `a.zip!b.txt` is a file of `a.zip`, or a name with a mark in it.
  private static func files(of path: String) -> [String] {
    [path] + path.indices.filter { path[$0] == "!" }.map { String(path[..<$0]) }
  }

  /// Entries of files that were read, of which fewer copies were met than the baseline knows; in its order.
  public var stale: [Baseline.Entry] {
    baseline.entries.filter { isScanned($0.path) && (remaining[$0.fingerprint] ?? 0) > 0 }
  }

  /// How many of the copies that `entry` knows were not met.
  func missingCount(of entry: Baseline.Entry) -> Int { min(entry.count, remaining[entry.fingerprint] ?? 0) }

  /// The baseline as it should be now: what was found, and of files that were not read what was known and may still
  /// be there.
  /// - Parameter exists: whether a file stands at a path from the project's root.
  public func updated(exists: (String) -> Bool) -> [Baseline.Entry] {
    guard let found else { return baseline.entries }
    let kept = baseline.entries.filter {
      found[$0.fingerprint] == nil && !isScanned($0.path) && Self.files(of: $0.path).contains(where: exists)
    }
    return (kept + found.values).sorted {
      ($0.path, $0.rule, $0.fingerprint) < ($1.path, $1.rule, $1.fingerprint)
    }
  }
}

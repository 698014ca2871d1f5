public import ArgusKit

/// This is what a whole scan comes to.
public struct ScanSummary: Sendable {
  public var fileCount = 0
  public var byteCount = 0
  /// Records that count.
  public var findingCount = 0
  /// Records that a comment or the baseline allows.
  public var suppressedCount = 0
  /// Records of rules on trial.
  public var shadowCount = 0
  /// Places of findings that are not listed.
  public var omittedCount = 0
  /// The strongest action of all records that count and are severe enough to fail the scan.
  public var strongest: Action?
  public var skipped: [SkipReason: Int] = [:]
  /// What could not be read; listed up to a bound.
  public private(set) var unreadable: [(path: String, reason: String)] = []
  public private(set) var unreadableCount = 0

  private static let maximumListed = 10_000

  public init() {}

  public mutating func add(unreadable path: String, reason: String) {
    unreadableCount += 1
    if unreadable.count < Self.maximumListed { unreadable.append((path, reason)) }
  }

  /// Adds one record.
  /// - Parameter failOn: Less severe findings do not decide about ``strongest``.
  public mutating func add(_ record: ScanRecord, failOn: Severity) {
    if record.finding.isShadow {
      shadowCount += 1
    } else if record.suppression != nil {
      suppressedCount += 1
    } else {
      findingCount += 1
      guard record.finding.severity >= failOn, let action = record.finding.action else { return }
      strongest = max(strongest ?? action, action)
    }
  }

  public var skippedCount: Int { skipped.values.reduce(0, +) }

  /// One line for people.
  public var text: String {
    var parts = [
      "\(Self.counted(findingCount, "finding")) in \(Self.counted(fileCount, "file")), \(byteCount) bytes,"
        + " \(unreadableCount) unreadable"
    ]
    if omittedCount > 0 { parts.append("\(omittedCount) not listed") }
    if suppressedCount > 0 { parts.append("\(suppressedCount) allowed") }
    if shadowCount > 0 { parts.append("\(shadowCount) of rules on trial") }
    for (reason, name) in Self.skipNames {
      if let count = skipped[reason], count > 0 { parts.append("\(count) \(name) skipped") }
    }
    return parts.joined(separator: ", ")
  }

  static let skipNames: [(SkipReason, String)] = [
    (.ignored, "ignored"), (.excluded, "excluded"), (.binary, "binary"), (.tooLarge, "too large"),
  ]

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}

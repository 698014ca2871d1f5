public import ArgusKit

/// This is one place of one finding in one file, as reports tell it. `docs/scan.md` describes it as an interface.
public struct ScanRecord: Sendable {
  /// Why a finding is known and does not count.
  public struct Suppression: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case comment, baseline }
    public var kind: Kind
    /// What the comment says; empty for a baseline.
    public var reason: String
    /// The last day of a comment, as `YYYY-MM-DD`; nil where it has none.
    public var until: String?
  }

  public var path: String
  /// From the project's root where the file stands below it; what fingerprints are made of.
  public var projectPath: String
  /// 1-based; 0 where the place is not in the text itself.
  public var line = 0
  /// 1-based, in Unicode scalars.
  public var column = 0
  /// The place behind the last character.
  public var endLine = 0
  public var endColumn = 0
  /// Bytes of the file.
  public var span: ByteSpan?
  public var location: String
  /// The decoding steps between the text at ``span`` and the value, outermost first.
  public var decoding: [String]
  public var finding: Finding
  public var fingerprint = ""
  public var suppression: Suppression?
  /// What else is to be said, such as a comment that is no longer valid.
  public var note: String?

  public init(path: String, projectPath: String, finding: Finding, occurrence: Finding.Occurrence) {
    self.path = path
    self.projectPath = projectPath
    span = occurrence.span
    location = occurrence.location
    decoding = occurrence.decoding
    self.finding = finding
    // One record is about one place; the others would be carried along for nothing.
    self.finding.occurrences = []
  }

  /// The rule's id; for findings of detectors written in code, the detector and the type.
  public var ruleID: String {
    finding.ruleID.isEmpty ? "\(finding.detector).\(finding.type)" : finding.ruleID
  }

  /// Whether it decides about the scan's outcome.
  public var counts: Bool { suppression == nil && !finding.isShadow }
}

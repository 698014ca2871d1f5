public import ArgusKit
public import ArgusRules

/// This is what the scan of one file concluded.
public struct ScanResult: Sendable {
  public var path: String
  public var projectPath: String
  public var byteCount = 0
  /// The file's size, also where it was left out.
  public var fileBytes = 0
  /// In order of their places.
  public var records: [ScanRecord] = []
  /// Findings on lines that do not count, by fingerprint: a baseline's copies are looked for among them first.
  public var elsewhere: [String: Int] = [:]
  /// Further places of findings, beyond what one inspection lists.
  public var omittedCount = 0
  /// The strongest action among them, as far as it is known.
  public var omittedAction: Action?
  /// Remarks about the file, such as a comment without a reason.
  public var notices: [Diagnostic] = []
  public var skipped: SkipReason?
  /// Files of an archive that are no text.
  public var skippedMembers = 0
  /// Why it could not be read or inspected.
  public var failure: String?

  public init(path: String, projectPath: String) {
    self.path = path
    self.projectPath = projectPath
  }
}

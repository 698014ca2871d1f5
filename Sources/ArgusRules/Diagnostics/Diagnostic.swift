/// This is one fault or remark about a file, with a stable code, a place and a way out.
///
/// Its texts quote keys, ids and patterns of the file, never a scanned value.
public struct Diagnostic: Error, Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
    case note, warning, error

    private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
  }

  /// A stable code: `AR` and four digits for rules, `AC` and four digits for the configuration.
  public var code: String
  public var severity: Severity
  /// nil where a fault has no place in a file (a file that cannot be opened, say).
  public var location: SourceLocation?
  /// The number of characters the caret line underlines; at least 1.
  public var length: Int
  /// What is wrong, in one sentence without a full stop.
  public var message: String
  /// How to mend it, such as ``did you mean `severity`?``.
  public var hint: String?
  /// The text of the line at ``location``, for the caret display.
  public var sourceLine: String?
  /// Which bytes of which pattern the fault is about; ``location`` is exact once ``SourceLines`` has seen it.
  public var patternPlace: PatternPlace?
  /// The rule the fault belongs to, where it belongs to one.
  public var ruleID: String?

  public init(
    code: String, severity: Severity = .error, location: SourceLocation? = nil, length: Int = 1, message: String,
    hint: String? = nil, sourceLine: String? = nil, ruleID: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.location = location
    self.length = max(1, length)
    self.message = message
    self.hint = hint
    self.sourceLine = sourceLine
    self.ruleID = ruleID
  }

  /// This is a part of a pattern, whose place in a file depends on how the pattern is quoted there.
  public struct PatternPlace: Sendable, Hashable {
    public var pattern: RulePattern
    /// Half-open, in bytes of the pattern.
    public var bytes: Range<Int>

    public init(pattern: RulePattern, bytes: Range<Int>) {
      self.pattern = pattern
      self.bytes = bytes
    }
  }
}

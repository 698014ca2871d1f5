public import ArgusKit

/// This is the table that turns a finding into an action: the first entry that matches decides, then the rule's
/// own `action`, then the severity's, then the default.
public struct Policy: Sendable, Hashable {
  public var defaultAction: Action
  public var bySeverity: [Severity: Action]
  public var entries: [Entry]

  /// This is one line of the policy; an empty criterion matches everything.
  public struct Entry: Sendable, Hashable {
    public var rules: [String]
    public var types: [String]
    public var categories: [String]
    public var severities: [Severity]
    public var confidences: [Confidence]
    public var providers: [Provider]
    public var directions: [Direction]
    /// Globs over the finding's location.
    public var fields: [String]
    public var action: Action

    public init(
      rules: [String] = [], types: [String] = [], categories: [String] = [], severities: [Severity] = [],
      confidences: [Confidence] = [], providers: [Provider] = [], directions: [Direction] = [], fields: [String] = [],
      action: Action
    ) {
      self.rules = rules
      self.types = types
      self.categories = categories
      self.severities = severities
      self.confidences = confidences
      self.providers = providers
      self.directions = directions
      self.fields = fields
      self.action = action
    }
  }

  /// The shipped policy: critical findings are redacted, all others alert.
  public init(
    defaultAction: Action = .alert, bySeverity: [Severity: Action] = [.critical: .redact], entries: [Entry] = []
  ) {
    self.defaultAction = defaultAction
    self.bySeverity = bySeverity
    self.entries = entries
  }
}

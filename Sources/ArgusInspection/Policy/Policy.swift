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

extension Policy {
  /// This is what a decision on one occurrence may depend on.
  public struct Traits: Sendable, Hashable {
    /// Empty for findings of code detectors.
    public var ruleID: String
    public var type: String
    public var category: String
    public var severity: Severity
    public var confidence: Confidence
    public var location: String
    /// The action that the rule itself asks for.
    public var ruleAction: Action?

    public init(
      ruleID: String, type: String, category: String, severity: Severity, confidence: Confidence, location: String,
      ruleAction: Action? = nil
    ) {
      self.ruleID = ruleID
      self.type = type
      self.category = category
      self.severity = severity
      self.confidence = confidence
      self.location = location
      self.ruleAction = ruleAction
    }
  }

  /// The action for one occurrence: the first matching entry, else the rule's own, else the severity's, else the
  /// default.
  public func action(for traits: Traits, provider: Provider, direction: Direction) -> Action {
    for entry in entries where entry.matches(traits, provider, direction) { return entry.action }
    return traits.ruleAction ?? bySeverity[traits.severity] ?? defaultAction
  }
}

extension Policy.Entry {
  fileprivate func matches(_ traits: Policy.Traits, _ provider: Provider, _ direction: Direction) -> Bool {
    Self.admits(rules, traits.ruleID) && Self.admits(types, traits.type) && Self.admits(categories, traits.category)
      && Self.admits(severities, traits.severity) && Self.admits(confidences, traits.confidence)
      && Self.admits(providers, provider) && Self.admits(directions, direction)
      && (fields.isEmpty || fields.contains { Glob.matches($0, traits.location) })
  }

  private static func admits<Value: Equatable>(_ allowed: [Value], _ value: Value) -> Bool {
    allowed.isEmpty || allowed.contains(value)
  }
}

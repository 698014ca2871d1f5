public import ArgusKit

/// This is one valid rule: it cannot be built from a pack that does not say what it must.
public struct Rule: Sendable, Hashable {
  /// Stable and unique over all packs; what policies, allowlists and metrics name.
  public var id: String
  /// ``Finding/type``.
  public var type: String
  public var name: String
  public var description: String
  /// ``Finding/detector``: `secrets`, `pii`, `proprietary`, `injection`, `custom` or any other word.
  public var category: String
  public var severity: Severity
  public var confidence: Confidence
  public var mode: RuleMode
  /// What the policy does when it says nothing else; nil leaves it to the policy.
  public var action: Action?
  /// At least one.
  public var patterns: [RulePattern]
  public var value: CaptureSelector
  public var context: ContextRequirement?
  public var requires: [CompanionRequirement]
  /// Evaluated in order on the value; all must pass.
  public var checks: [Check]
  public var scope: RuleScope
  public var allow: RuleAllowlist
  public var references: [String]
  public var tags: [String]
  public var examples: RuleExamples
  /// The pack's id.
  public var pack: String
  /// Where the rule's `id` stands.
  public var location: SourceLocation
  /// Where its parts stand.
  public var places = Places()

  /// This is where those parts of a rule stand that carry no place of their own; all unknown for a rule of no file.
  public struct Places: Sendable, Hashable {
    public var context: SourceLocation?
    public var value: SourceLocation?
    /// By check.
    public var checks: [SourceLocation] = []
    /// The overrides that changed the rule, in order.
    public var overrides: [SourceLocation] = []

    public init() {}
  }

  public init(
    id: String, type: String, name: String, description: String = "", category: String, severity: Severity,
    confidence: Confidence = .high, mode: RuleMode = .live, action: Action? = nil, patterns: [RulePattern],
    value: CaptureSelector = .automatic, context: ContextRequirement? = nil, requires: [CompanionRequirement] = [],
    checks: [Check] = [], scope: RuleScope = RuleScope(), allow: RuleAllowlist = RuleAllowlist(),
    references: [String] = [], tags: [String] = [], examples: RuleExamples = RuleExamples(), pack: String = "",
    location: SourceLocation
  ) {
    self.id = id
    self.type = type
    self.name = name
    self.description = description
    self.category = category
    self.severity = severity
    self.confidence = confidence
    self.mode = mode
    self.action = action
    self.patterns = patterns
    self.value = value
    self.context = context
    self.requires = requires
    self.checks = checks
    self.scope = scope
    self.allow = allow
    self.references = references
    self.tags = tags
    self.examples = examples
    self.pack = pack
    self.location = location
  }
}

/// This is how far a rule may go.
public enum RuleMode: String, Sendable, Hashable, CaseIterable {
  /// Its findings act.
  case live
  /// Its findings are counted and reported, and never act.
  case shadow
  /// It is not compiled.
  case off
}

/// This is one PCRE2 pattern of a rule.
public struct RulePattern: Sendable, Hashable {
  /// PCRE2 syntax, matched on bytes (no UTF mode).
  public var source: String
  public var flags: PatternFlags
  public var location: SourceLocation

  public init(source: String, flags: PatternFlags = [], location: SourceLocation) {
    self.source = source
    self.flags = flags
    self.location = location
  }
}

public struct PatternFlags: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let caseless = PatternFlags(rawValue: 1)
  public static let multiline = PatternFlags(rawValue: 2)
  public static let dotall = PatternFlags(rawValue: 4)
  public static let extended = PatternFlags(rawValue: 8)
}

/// This is which part of a match is the finding's value.
public enum CaptureSelector: Sendable, Hashable {
  /// The group named `value`, else group 1, else the whole match.
  case automatic
  case group(Int)
  case named(String)
}

/// This is the demand that one of some words stands near the match.
public struct ContextRequirement: Sendable, Hashable {
  /// Compared without case (ASCII), as plain substrings.
  public var any: [String]
  public var distance: Distance

  public enum Distance: Sendable, Hashable {
    /// Bytes before the match's start or after its end.
    case bytes(Int)
    /// Lines before the match's first or after its last line; 0 is the match's own lines.
    case lines(Int)
  }

  public init(any: [String], distance: Distance) {
    self.any = any
    self.distance = distance
  }
}

/// This is the demand that another rule matches near this one, in the same field.
public struct CompanionRequirement: Sendable, Hashable {
  public var rule: String
  /// Bytes between the two matches.
  public var within: Int
  /// An optional companion only raises confidence; it never hides the finding.
  public var isOptional: Bool
  public var raisesConfidenceTo: Confidence?
  public var location: SourceLocation

  public init(
    rule: String, within: Int, isOptional: Bool = false, raisesConfidenceTo: Confidence? = nil, location: SourceLocation
  ) {
    self.rule = rule
    self.within = within
    self.isOptional = isOptional
    self.raisesConfidenceTo = raisesConfidenceTo
    self.location = location
  }
}

/// This is where a rule looks. Empty lists mean everywhere.
public struct RuleScope: Sendable, Hashable {
  public var directions: [Direction]
  /// Globs over field paths.
  public var includeFields: [String]
  public var excludeFields: [String]
  /// Globs over file names.
  public var includeFiles: [String]
  public var excludeFiles: [String]

  public init(
    directions: [Direction] = [], includeFields: [String] = [], excludeFields: [String] = [],
    includeFiles: [String] = [], excludeFiles: [String] = []
  ) {
    self.directions = directions
    self.includeFields = includeFields
    self.excludeFields = excludeFields
    self.includeFiles = includeFiles
    self.excludeFiles = excludeFiles
  }
}

/// This is what a rule itself never reports.
public struct RuleAllowlist: Sendable, Hashable {
  /// Whole values, compared exactly.
  public var values: [String]
  /// PCRE2 patterns searched in the value.
  public var patterns: [RulePattern]
  /// Globs over file names.
  public var files: [String]

  public init(values: [String] = [], patterns: [RulePattern] = [], files: [String] = []) {
    self.values = values
    self.patterns = patterns
    self.files = files
  }
}

/// This is what a rule's author says it finds and leaves alone; run by tests, CI and every reload.
public struct RuleExamples: Sendable, Hashable {
  public var match: [Positive]
  public var noMatch: [Negative]

  public struct Positive: Sendable, Hashable {
    public var text: String
    /// The value that must be reported; nil when only *some* finding is demanded.
    public var value: String?
    public var location: SourceLocation

    public init(text: String, value: String?, location: SourceLocation) {
      self.text = text
      self.value = value
      self.location = location
    }
  }

  public struct Negative: Sendable, Hashable {
    public var text: String
    public var why: String
    public var location: SourceLocation

    public init(text: String, why: String, location: SourceLocation) {
      self.text = text
      self.why = why
      self.location = location
    }
  }

  public init(match: [Positive] = [], noMatch: [Negative] = []) {
    self.match = match
    self.noMatch = noMatch
  }
}

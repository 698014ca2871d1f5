import ArgusKit

/// This is one override that changed a rule, for those who ask why the rule is as it is.
public struct AppliedOverride: Sendable, Hashable {
  public var ruleID: String
  /// What it changes, by the pack's keys.
  public var keys: [String]
  public var location: SourceLocation

  init(_ override: RuleOverride) {
    ruleID = override.id
    location = override.location
    keys = [
      ("severity", override.severity != nil), ("confidence", override.confidence != nil),
      ("mode", override.mode != nil), ("action", override.action != nil), ("context", override.context != nil),
      ("checks", !override.checks.isEmpty), ("scope", override.scope != nil), ("allow", override.allow != nil),
      ("tags", !override.tags.isEmpty),
    ].filter(\.1).map(\.0)
  }
}

/// This is a change to a rule of a pack that was read before; what is nil stays as it was.
struct RuleOverride {
  var id: String
  var severity: Severity?
  var confidence: Confidence?
  var mode: RuleMode?
  var action: Action?
  /// Replaces the rule's own, like `scope`.
  var context: ContextRequirement?
  /// Added to the rule's own, like `allow` and `tags`.
  var checks: [Check] = []
  var scope: RuleScope?
  var allow: RuleAllowlist?
  var tags: [String] = []
  var places = Rule.Places()
  var location: SourceLocation

  static func read(
    _ node: YAMLNode, document: YAMLDocument, collector: DiagnosticCollector, context: String
  ) -> RuleOverride? {
    let start = collector.errorCount
    guard var reader = MappingReader(node, document: document, collector: collector, context: context) else {
      return nil
    }
    let id = reader.identifier("id")
    let severity = reader.enumeration("severity", as: Severity.self)
    let confidence = reader.enumeration("confidence", as: Confidence.self)
    let mode = reader.enumeration("mode", as: RuleMode.self)
    let action = reader.enumeration("action", as: Action.self)
    var places = Rule.Places()
    places.context = reader.location(of: "context")
    let requirement = reader.mapping("context").flatMap(ContextReader.read)
    let checkNodes = reader.nodes("checks") ?? []
    places.checks = checkNodes.map(\.location)
    let checks = checkNodes.enumerated().compactMap { index, node in
      CheckReader.read(node, in: reader, context: "\(context).checks[\(index)]")
    }
    let scope = reader.mapping("scope").map(ScopeReader.read)
    let allow = reader.mapping("allow").map(AllowReader.read)
    let tags = reader.strings("tags") ?? []
    reader.finish(PackKeys.override)
    if PackKeys.override.names.filter(reader.contains) == ["id"] {
      reader.fault(
        .emptyOverride, at: reader.location, "the override changes nothing",
        hint: "add one of " + PackKeys.override.names.dropFirst().joined(separator: ", "))
    }
    guard let id, collector.errorCount == start else { return nil }
    return RuleOverride(
      id: id, severity: severity, confidence: confidence, mode: mode, action: action, context: requirement,
      checks: checks, scope: scope, allow: allow, tags: tags, places: places,
      location: reader.location(of: "id") ?? reader.location)
  }

  func apply(to rule: inout Rule) {
    rule.places.overrides.append(location)
    if let severity { rule.severity = severity }
    if let confidence { rule.confidence = confidence }
    if let mode { rule.mode = mode }
    if let action { rule.action = action }
    if let context {
      rule.context = context
      rule.places.context = places.context
    }
    rule.checks += checks
    rule.places.checks += places.checks
    if let scope { rule.scope = scope }
    for tag in tags where !rule.tags.contains(tag) { rule.tags.append(tag) }
    if let allow {
      rule.allow.values += allow.values
      rule.allow.patterns += allow.patterns
      rule.allow.files += allow.files
    }
  }
}

import ArgusKit

/// This is a change to a rule of a pack that was read before; what is nil stays as it was.
struct RuleOverride {
  var id: String
  var severity: Severity?
  var confidence: Confidence?
  var mode: RuleMode?
  var action: Action?
  /// Added to the rule's own.
  var allow: RuleAllowlist?
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
    let allow = reader.mapping("allow").map(AllowReader.read)
    reader.finish(PackKeys.override)
    if PackKeys.override.names.filter(reader.contains) == ["id"] {
      reader.fault(
        .emptyOverride, at: reader.location, "the override changes nothing",
        hint: "add severity, confidence, mode, action or allow")
    }
    guard let id, collector.errorCount == start else { return nil }
    return RuleOverride(
      id: id, severity: severity, confidence: confidence, mode: mode, action: action, allow: allow,
      location: reader.location(of: "id") ?? reader.location)
  }

  func apply(to rule: inout Rule) {
    rule.places.overrides.append(location)
    if let severity { rule.severity = severity }
    if let confidence { rule.confidence = confidence }
    if let mode { rule.mode = mode }
    if let action { rule.action = action }
    if let allow {
      rule.allow.values += allow.values
      rule.allow.patterns += allow.patterns
      rule.allow.files += allow.files
    }
  }
}

import ArgusKit

/// This is the way from one entry of `rules:` to a ``Rule``: all faults are reported, and a rule with any is none.
struct RuleReader {
  let pack: String
  let defaults: RuleDefaults
  private var reader: MappingReader
  private let start: Int

  init?(_ node: YAMLNode, document: YAMLDocument, collector: DiagnosticCollector, pack: String, defaults: RuleDefaults)
  {
    start = collector.errorCount
    guard let reader = MappingReader(node, document: document, collector: collector, context: "rule") else {
      return nil
    }
    self.reader = reader
    self.pack = pack
    self.defaults = defaults
  }

  /// The rule's id as it is written, for naming it when it is faulty.
  static func id(of node: YAMLNode) -> String? { idNode(of: node)?.text }

  /// The rule's id with its place; nil where it is missing or malformed.
  static func idNode(of node: YAMLNode) -> YAMLScalar? {
    guard case .mapping(let pairs, _) = node,
      case .scalar(let scalar)? = pairs.first(where: { $0.key.text == "id" })?.value, PackWord.isID(scalar.text)
    else { return nil }
    return scalar
  }

  mutating func read() -> Rule? {
    let id = reader.identifier("id")
    let location = reader.location(of: "id") ?? reader.location
    let type = reader.word("type")
    let name = reader.string("name")
    let description = reader.string("description") ?? ""
    let category = required("category", reader.word("category") ?? defaults.category)
    let severity = required("severity", reader.enumeration("severity", as: Severity.self) ?? defaults.severity)
    let confidence = reader.enumeration("confidence", as: Confidence.self) ?? defaults.confidence ?? .high
    let mode = reader.enumeration("mode", as: RuleMode.self) ?? defaults.mode ?? .live
    let action = reader.enumeration("action", as: Action.self) ?? defaults.action
    let patterns = patterns()
    let value = captureSelector()
    var places = Rule.Places()
    places.context = reader.location(of: "context")
    places.value = reader.location(of: "value")
    let context = reader.mapping("context").flatMap(ContextReader.read)
    let requires = (reader.nodes("requires") ?? []).enumerated().compactMap { index, node in
      CompanionReader.read(node, in: reader, context: "rule.requires[\(index)]")
    }
    let checkNodes = reader.nodes("checks") ?? []
    places.checks = checkNodes.map(\.location)
    let checks = checkNodes.enumerated().compactMap { index, node in
      CheckReader.read(node, in: reader, context: "rule.checks[\(index)]")
    }
    let scope = reader.mapping("scope").map(ScopeReader.read) ?? RuleScope()
    let allow = reader.mapping("allow").map(AllowReader.read) ?? RuleAllowlist()
    let references = reader.strings("references") ?? []
    let tags = reader.strings("tags") ?? []
    let examples = examples()
    reader.finish(PackKeys.rule)
    guard reader.collector.errorCount == start, let id, let category, let severity else { return nil }
    var rule = Rule(
      id: id, type: type ?? Rule.defaultType(of: id), name: name ?? id, description: description, category: category,
      severity: severity, confidence: confidence, mode: mode, action: action, patterns: patterns, value: value,
      context: context, requires: requires, checks: checks, scope: scope, allow: allow, references: references,
      tags: tags, examples: examples, pack: pack, location: location)
    rule.places = places
    return rule
  }

  private func required<Value>(_ key: String, _ value: Value?) -> Value? {
    // A faulty value was reported already.
    if value == nil, !reader.contains(key) {
      reader.reportMissing(key, hint: "give it here or in the pack's `defaults`")
    }
    return value
  }

  private mutating func patterns() -> [RulePattern] {
    let flags = (reader.enumerations("flags", as: PatternFlagWord.self) ?? []).reduce(into: PatternFlags()) {
      $0.formUnion($1.flag)
    }
    let single = reader.node("pattern")
    let list = reader.nodes("patterns")
    if reader.contains("pattern"), reader.contains("patterns") {
      reader.fault(
        .conflictingKeys, at: reader.keyLocation("patterns"), length: 8, "a rule has `pattern` or `patterns`, not both",
        hint: "move the pattern into the list")
    } else if !reader.contains("pattern"), !reader.contains("patterns") {
      reader.reportMissing("pattern", hint: "or `patterns`, a list")
    }
    if let list, list.isEmpty {
      reader.fault(.empty, at: reader.keyLocation("patterns"), length: 8, "a rule needs at least one pattern")
    }
    var patterns: [RulePattern] = []
    if let single, let pattern = PatternReader.read(single, in: reader, "pattern", flags) { patterns.append(pattern) }
    for (index, node) in (list ?? []).enumerated() {
      if let pattern = PatternReader.read(node, in: reader, "patterns[\(index)]", flags) { patterns.append(pattern) }
    }
    return patterns
  }

  private mutating func captureSelector() -> CaptureSelector {
    guard let node = reader.node("value") else { return .automatic }
    if case .scalar(let scalar) = node, case .integer = scalar.coreType {
      return reader.integer("value", range: PackLimits.group).map { .group($0) } ?? .automatic
    }
    guard let name = reader.string("value") else { return .automatic }
    guard PackWord.isGroupName(name) else {
      reader.fault(
        .malformedWord, at: node, "\(reader.named("value")) must be a group's number or name",
        hint: "names are letters, digits and `_`, at most 32")
      return .automatic
    }
    return .named(name)
  }

  private mutating func examples() -> RuleExamples {
    guard reader.contains("examples") else {
      reader.fault(
        .missingExample, at: reader.location, "the rule has no examples",
        hint: "add `examples` with at least one `match` and one `no_match`")
      _ = reader.node("examples")
      return RuleExamples()
    }
    return reader.mapping("examples").map(ExamplesReader.read) ?? RuleExamples()
  }
}

extension Rule {
  /// The type of a rule that names none: its id with `_` for `.` and `-`.
  public static func defaultType(of id: String) -> String {
    String(String.UnicodeScalarView(id.unicodeScalars.map { $0 == "." || $0 == "-" ? "_" : $0 }))
  }
}

extension PatternFlags {
  /// The words of `flags` that say the same.
  public var words: [String] { PatternFlagWord.allCases.filter { contains($0.flag) }.map(\.rawValue) }
}

/// This is one word of `flags`.
enum PatternFlagWord: String, CaseIterable {
  case caseless, multiline, dotall, extended

  var flag: PatternFlags {
    switch self {
    case .caseless: .caseless
    case .multiline: .multiline
    case .dotall: .dotall
    case .extended: .extended
    }
  }
}

/// This is what `defaults` says for rules that do not say it themselves.
struct RuleDefaults {
  var category: String?
  var severity: Severity?
  var confidence: Confidence?
  var mode: RuleMode?
  var action: Action?

  init() {}

  init(_ reader: consuming MappingReader) {
    category = reader.word("category")
    severity = reader.enumeration("severity", as: Severity.self)
    confidence = reader.enumeration("confidence", as: Confidence.self)
    mode = reader.enumeration("mode", as: RuleMode.self)
    action = reader.enumeration("action", as: Action.self)
    reader.finish(PackKeys.defaults)
  }
}

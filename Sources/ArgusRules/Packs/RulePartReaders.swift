import ArgusKit

/// This is the reader of one PCRE2 pattern; whether it compiles is the engine's to say.
enum PatternReader {
  static func read(_ node: YAMLNode, in reader: MappingReader, _ key: String, _ flags: PatternFlags) -> RulePattern? {
    guard let source = reader.text(of: node, as: "a pattern", reader.named(key)) else { return nil }
    let fault: String
    let hint: String
    if source.isEmpty {
      (fault, hint) = ("the pattern is empty", "it would match everywhere")
    } else if source.utf8.count > PackLimits.patternBytes {
      (fault, hint) = ("the pattern is longer than \(PackLimits.patternBytes) bytes", "split it into several rules")
    } else if source.utf8.contains(0) {
      (fault, hint) = ("the pattern contains a NUL byte", "write \\x00 in single quotes")
    } else {
      return RulePattern(source: source, flags: flags, location: node.location)
    }
    reader.fault(.unusablePattern, at: node, fault, hint: hint)
    return nil
  }
}

/// This is the reader of `context`.
enum ContextReader {
  static let defaultDistance = 80

  static func read(_ reader: consuming MappingReader) -> ContextRequirement? {
    if !reader.contains("any") { reader.reportMissing("any") }
    let any = reader.strings("any")
    let bytes = reader.integer("within", range: PackLimits.contextBytes)
    let lines = reader.integer("lines", range: PackLimits.contextLines)
    reader.finish(PackKeys.context)
    if reader.contains("within"), reader.contains("lines") {
      reader.fault(
        .conflictingKeys, at: reader.keyLocation("lines"), length: 5, "a context has `within` or `lines`, not both",
        hint: "`within` counts bytes, `lines` counts lines")
    }
    guard let any else { return nil }
    if any.isEmpty || any.contains("") {
      reader.fault(.empty, at: reader.location(of: "any") ?? reader.location, "`any` needs words that are not empty")
      return nil
    }
    return ContextRequirement(any: any, distance: lines.map { .lines($0) } ?? .bytes(bytes ?? defaultDistance))
  }
}

/// This is the reader of one entry of `requires`.
enum CompanionReader {
  static func read(_ node: YAMLNode, in parent: MappingReader, context: String) -> CompanionRequirement? {
    guard
      var reader = MappingReader(node, document: parent.document, collector: parent.collector, context: context)
    else { return nil }
    let rule = reader.identifier("rule")
    if !reader.contains("within") { reader.reportMissing("within", hint: "the bytes between the two matches") }
    let within = reader.integer("within", range: PackLimits.companionBytes)
    let isOptional = reader.boolean("optional") ?? false
    let confidence = reader.enumeration("raises_confidence_to", as: Confidence.self)
    reader.finish(PackKeys.companion)
    guard let rule, let within else { return nil }
    return CompanionRequirement(
      rule: rule, within: within, isOptional: isOptional, raisesConfidenceTo: confidence,
      location: reader.location(of: "rule") ?? reader.location)
  }
}

/// This is the reader of `scope`.
enum ScopeReader {
  static func read(_ reader: consuming MappingReader) -> RuleScope {
    let directions = reader.enumerations("directions", as: Direction.self) ?? []
    let fields = reader.mapping("fields").map(globs)
    let files = reader.mapping("files").map(globs)
    reader.finish(PackKeys.scope)
    return RuleScope(
      directions: directions, includeFields: fields?.include ?? [], excludeFields: fields?.exclude ?? [],
      includeFiles: files?.include ?? [], excludeFiles: files?.exclude ?? [])
  }

  private static func globs(_ reader: consuming MappingReader) -> (include: [String], exclude: [String]) {
    let include = reader.strings("include") ?? []
    let exclude = reader.strings("exclude") ?? []
    reader.finish(PackKeys.globs)
    return (include, exclude)
  }
}

/// This is the reader of `allow`.
enum AllowReader {
  static func read(_ reader: consuming MappingReader) -> RuleAllowlist {
    let values = reader.joinedStrings("values") ?? []
    let patterns = reader.items("patterns") ?? []
    let files = reader.strings("files") ?? []
    reader.finish(PackKeys.allow)
    let read = patterns.enumerated().compactMap { index, item in
      PatternReader.read(item.node, in: reader, "patterns[\(index)]", [])
    }
    return RuleAllowlist(values: values, patterns: read, files: files)
  }
}

/// This is the reader of `examples`.
enum ExamplesReader {
  static func read(_ reader: consuming MappingReader) -> RuleExamples {
    let match = entries("match", "a text with a finding", &reader)
    let noMatch = entries("no_match", "a near miss", &reader)
    reader.finish(PackKeys.examples)
    return RuleExamples(match: match.compactMap(positive), noMatch: noMatch.compactMap(negative))
  }

  private static func entries(_ key: String, _ what: String, _ reader: inout MappingReader) -> [MappingReader] {
    let isPresent = reader.contains(key)
    let nodes = reader.nodes(key)
    if !isPresent || nodes?.isEmpty == true {
      reader.fault(
        .missingExample, at: isPresent ? reader.keyLocation(key) : reader.location,
        length: isPresent ? key.utf8.count : 1, "the rule has no `\(key)` example",
        hint: "add \(what) to `examples.\(key)`")
    }
    return (nodes ?? []).enumerated().compactMap { [reader] index, node in
      MappingReader(
        node, document: reader.document, collector: reader.collector, context: "\(reader.path(of: key))[\(index)]")
    }
  }

  private static func positive(_ reader: consuming MappingReader) -> RuleExamples.Positive? {
    if !reader.contains("text") { reader.reportMissing("text") }
    let text = reader.joinedString("text")
    let value = reader.joinedString("value")
    reader.finish(PackKeys.positive)
    return text.map { .init(text: $0, value: value, location: reader.location(of: "text") ?? reader.location) }
  }

  private static func negative(_ reader: consuming MappingReader) -> RuleExamples.Negative? {
    if !reader.contains("text") { reader.reportMissing("text") }
    let text = reader.joinedString("text")
    let why = reader.string("why") ?? ""
    reader.finish(PackKeys.negative)
    return text.map { .init(text: $0, why: why, location: reader.location(of: "text") ?? reader.location) }
  }
}

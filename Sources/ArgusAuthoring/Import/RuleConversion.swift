import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is one foreign rule in our terms, before its examples are proven.
struct RuleConversion {
  private(set) var rule: Rule
  private(set) var notes: [ImportNote]
  /// Why the rule cannot be used, where it cannot.
  private(set) var obstacle: String?

  private static let contextLimit = 65_536

  init(_ foreign: ForeignRule, prefix: String, file: String) {
    let place = SourceLocation(file: file, line: max(1, foreign.line), column: 1)
    notes = foreign.notes
    let id = Self.id(foreign.id, prefix: prefix)
    if id != foreign.id { notes.append(ImportNote(.converted, "id", "`\(foreign.id)` is `\(id)`")) }
    var translated = ForeignPattern(foreign.pattern ?? "")
    if foreign.pattern == nil { translated = ForeignPattern("(?!)") }
    notes += translated.notes
    let pattern = RulePattern(source: translated.source, location: place)
    rule = Rule(
      id: id, type: Rule.defaultType(of: id), name: foreign.name.isEmpty ? id : foreign.name,
      description: foreign.description, category: "secrets", severity: .high,
      confidence: foreign.confidence.flatMap(Confidence.init(rawValue:)) ?? .medium,
      mode: foreign.isHidden ? .shadow : .live, patterns: [pattern], references: foreign.references,
      tags: foreign.tags, location: place)
    if foreign.isHidden {
      notes.append(ImportNote(.converted, "visible", "`mode: shadow`: it is counted and never acts"))
    }
    if foreign.pattern == nil {
      obstacle = "the rule looks only at file names"
    } else if translated.notes.contains(where: { $0.kind == .dropped }) {
      obstacle = translated.notes.first { $0.kind == .dropped }.map { "the pattern has \($0.text)" }
    } else if (try? PatternTrial(pattern)) == nil || !Self.compiles(pattern) {
      obstacle = "PCRE2 refuses the pattern"
    }
    addValue(foreign)
    addChecks(foreign)
    addKeywords(foreign, pattern)
    addPaths(foreign)
    addAllowed(foreign, place)
  }

  private static func compiles(_ pattern: RulePattern) -> Bool {
    guard let trial = try? PatternTrial(pattern) else { return false }
    _ = consume trial
    return true
  }

  private static func id(_ text: String, prefix: String) -> String {
    var id = ""
    for scalar in text.lowercased().unicodeScalars {
      let isKept =
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_" || scalar == "."
      id.unicodeScalars.append(isKept ? scalar : "-")
    }
    id = id.split(separator: ".").joined(separator: ".")
    if id.isEmpty { id = "rule" }
    if !id.contains(".") { id = prefix + "." + id }
    return String(id.prefix(120))
  }

  private mutating func addValue(_ foreign: ForeignRule) {
    if let group = foreign.group {
      rule.value = .group(min(group, 99))
      notes.append(ImportNote(.converted, "secretGroup", "`value: \(group)`"))
    } else if let pattern = foreign.pattern, pattern.contains("<TOKEN>") {
      rule.value = .named("TOKEN")
    }
  }

  private mutating func addChecks(_ foreign: ForeignRule) {
    let least = foreign.minimums
    if least.digits + least.upper + least.lower + least.special > 0 {
      rule.checks.append(
        .characters(digits: least.digits, upper: least.upper, lower: least.lower, special: least.special))
    }
    if let entropy = foreign.entropy { rule.checks.append(.entropy(min: min(8, entropy))) }
    var words: [String] = []
    for word in foreign.stopwords where !word.isEmpty && !words.contains(word) { words.append(word) }
    if !words.isEmpty { rule.checks.append(.not(.init(words: words))) }
  }

  /// Keywords that every match contains anyway say nothing.
  private mutating func addKeywords(_ foreign: ForeignRule, _ pattern: RulePattern) {
    let words = foreign.keywords.filter { !$0.isEmpty }
    guard !words.isEmpty else { return }
    let literals = RequiredLiteral.anyOf(in: pattern.source, flags: pattern.flags) ?? []
    let areImplied =
      !literals.isEmpty
      && literals.allSatisfy { literal in
        let text = String(decoding: literal.literal, as: UTF8.self).lowercased()
        return words.contains { text.contains($0.lowercased()) }
      }
    if areImplied { return }
    rule.context = ContextRequirement(any: words, distance: .bytes(Self.contextLimit))
    notes.append(
      ImportNote(.converted, "keywords", "`context` within \(Self.contextLimit) bytes instead of the whole file"))
  }

  private mutating func addPaths(_ foreign: ForeignRule) {
    for path in foreign.paths {
      if let globs = PathGlobs.globs(for: path) {
        rule.scope.includeFiles += globs
        notes.append(ImportNote(.converted, "path", "`scope.files.include`: \(globs.joined(separator: " "))"))
      } else {
        notes.append(ImportNote(.dropped, "path", "no glob says `\(path)`; the rule looks everywhere"))
      }
    }
    for path in foreign.allowedPaths {
      if let globs = PathGlobs.globs(for: path) {
        for glob in globs where !rule.allow.files.contains(glob) { rule.allow.files.append(glob) }
      } else {
        notes.append(ImportNote(.dropped, "allowlists.paths", "no glob says `\(path)`"))
      }
    }
  }

  private mutating func addAllowed(_ foreign: ForeignRule, _ place: SourceLocation) {
    for expression in foreign.allowedValues {
      let translated = ForeignPattern(expression)
      let pattern = RulePattern(source: translated.source, location: place)
      if translated.notes.contains(where: { $0.kind == .dropped }) || !Self.compiles(pattern) {
        notes.append(ImportNote(.dropped, "allowlists.regexes", "PCRE2 refuses `\(expression)`"))
      } else {
        rule.allow.patterns.append(pattern)
      }
    }
  }

  /// Gives the rule another id, where another rule has it.
  mutating func rename(to id: String) {
    notes.append(ImportNote(.converted, "id", "`\(rule.id)` is taken; `\(id)`"))
    rule.type = Rule.defaultType(of: id)
    if rule.name == rule.id { rule.name = id }
    rule.id = id
  }
}

import ArgusKit

/// This is every key of the pack format `argus.rules/v1`.
package enum PackKeys {
  static let schema = "argus.rules/v1"
  static let idPattern = "^[a-z0-9_-]+(\\.[a-z0-9_-]+)*$"
  static let wordPattern = "^[a-z0-9_-]+$"

  /// All tables, outermost first.
  static let all = [
    file, pack, defaults, rule, override, context, companion, check, entropy, length, characters, exclusion, scope,
    globs, allow, examples, positive, negative,
  ]

  package static let file = KeyTable(
    name: "file", summary: "A rule pack.",
    keys: [
      .init("schema", .constant(schema), required: true, "The version of the format."),
      .init("pack", .mapping(pack), required: true, "What the pack says of itself."),
      .init("defaults", .mapping(defaults), "Values for rules that do not give their own."),
      .init("rules", .list(.mapping(rule), atLeast: 0), "The rules, in order."),
      .init("overrides", .list(.mapping(override), atLeast: 0), "Changes to rules of packs that were read before."),
    ])

  static let pack = KeyTable(
    name: "pack", summary: "What a pack says of itself.",
    keys: [
      .init("id", .word(pattern: idPattern), required: true, "The pack's name: lower-case words joined by dots."),
      .init("version", .text, required: true, "The pack's own version; quote it if it looks like a number."),
      .init("description", .text, "One sentence on what the pack finds."),
      .init("license", .text, "An SPDX licence expression."),
      .init("requires_engine", .word(pattern: "^>= ?[0-9]+(\\.[0-9]+)*$"), "The oldest engine that can run the pack."),
    ])

  private static let severity = ValueType.words(Severity.allCases.map(\.rawValue))
  private static let confidence = ValueType.words(Confidence.allCases.map(\.rawValue))
  private static let mode = ValueType.words(["live", "shadow", "off"])
  private static let action = ValueType.words(Action.allCases.map(\.rawValue))

  static let defaults = KeyTable(
    name: "defaults", summary: "Values for rules that do not give their own.",
    keys: [
      .init("category", .word(pattern: wordPattern), "As in a rule."),
      .init("severity", severity, "As in a rule."),
      .init("confidence", confidence, "As in a rule."),
      .init("mode", mode, "As in a rule."),
      .init("action", action, "As in a rule."),
    ])

  package static let rule = KeyTable(
    name: "rule", summary: "One rule.",
    keys: [
      .init("id", .word(pattern: idPattern), required: true, "Stable and unique over all packs."),
      .init("type", .word(pattern: wordPattern), "What is found; the id with `_` for `.` and `-` by default."),
      .init("name", .text, "A name for people; the id by default."),
      .init("description", .text, "What the value is and what it opens."),
      .init("category", .word(pattern: wordPattern), "The family: secrets, pii, proprietary, injection, custom, …"),
      .init("severity", severity, "How bad it is when the value leaves."),
      .init("confidence", confidence, "How sure a match is; high by default."),
      .init("mode", mode, "live acts, shadow only counts, off is not compiled; live by default."),
      .init("action", action, "What happens when the policy says nothing else."),
      .init("pattern", .text, "A PCRE2 pattern, matched on bytes."),
      .init("patterns", .list(.text, atLeast: 1), "Several patterns; each may find."),
      .init(
        "flags", .oneOrMore(.words(["caseless", "multiline", "dotall", "extended"])), "PCRE2 options for all patterns."),
      .init(
        "value", .either([.integer(PackLimits.group), .word(pattern: "^[A-Za-z_][A-Za-z0-9_]*$")]),
        "The group that is the finding; group `value`, else 1, else the whole match by default."),
      .init("context", .mapping(context), "Words of which one must stand nearby."),
      .init("requires", .list(.mapping(companion), atLeast: 1), "Other rules that must match nearby."),
      .init("checks", .list(.oneKeyOf(check), atLeast: 1), "Tests of the value, in order; all must pass."),
      .init("scope", .mapping(scope), "Where the rule looks; everywhere by default."),
      .init("allow", .mapping(allow), "What the rule never reports."),
      .init("references", .oneOrMore(.text), "URLs that document the format."),
      .init("tags", .oneOrMore(.text), "Free words."),
      .init("examples", .mapping(examples), required: true, "Texts that prove the rule."),
    ])

  static let override = KeyTable(
    name: "override", summary: "Changes to a rule of a pack that was read before.",
    keys: [
      .init("id", .word(pattern: idPattern), required: true, "The rule to change."),
      .init("severity", severity, "Replaces the rule's."),
      .init("confidence", confidence, "Replaces the rule's."),
      .init("mode", mode, "Replaces the rule's."),
      .init("action", action, "Replaces the rule's."),
      .init("context", .mapping(context), "Replaces the rule's."),
      .init("checks", .list(.oneKeyOf(check), atLeast: 1), "Are added behind the rule's."),
      .init("scope", .mapping(scope), "Replaces the rule's."),
      .init("allow", .mapping(allow), "Is added to the rule's."),
      .init("tags", .oneOrMore(.text), "Are added to the rule's."),
    ])
}

// MARK: - Parts of a rule

extension PackKeys {
  static let context = KeyTable(
    name: "context", summary: "Words of which one must stand near the match.",
    keys: [
      .init("any", .list(.text, atLeast: 1), required: true, "The words, compared without case."),
      .init("within", .integer(PackLimits.contextBytes), "Bytes before or after the match; 80 by default."),
      .init("lines", .integer(PackLimits.contextLines), "Lines before or after instead; 0 is the match's own."),
    ])

  static let companion = KeyTable(
    name: "companion", summary: "Another rule that must match nearby.",
    keys: [
      .init("rule", .word(pattern: idPattern), required: true, "The other rule's id."),
      .init("within", .integer(PackLimits.companionBytes), required: true, "Bytes between the two matches."),
      .init("optional", .boolean, "true: only raises confidence, never hides a finding."),
      .init(
        "raises_confidence_to", .words(Confidence.allCases.map(\.rawValue)), "The confidence when the other matches."),
    ])

  package static let check = KeyTable(
    name: "check", summary: "One test of the value.",
    keys: [
      .init("entropy", .mapping(entropy), "Shannon entropy."),
      .init("length", .mapping(length), "Length in bytes."),
      .init("characters", .mapping(characters), "At least so many of each class."),
      .init("checksum", .words(ChecksumKind.allCases.map(\.rawValue)), "A checksum or structure test."),
      .init("not", .mapping(exclusion), "What the value must not look like."),
    ])

  static let entropy = KeyTable(
    name: "entropy", summary: "Shannon entropy of the value.",
    keys: [.init("min", .number(PackLimits.entropy), required: true, "Bits per byte.")])

  static let length = KeyTable(
    name: "length", summary: "Length of the value in bytes.",
    keys: [
      .init("min", .integer(PackLimits.length), "The shortest."),
      .init("max", .integer(PackLimits.length), "The longest."),
    ])

  static let characters = KeyTable(
    name: "characters", summary: "At least so many characters of each class.",
    keys: ["digits", "upper", "lower", "special"].map {
      .init($0, .integer(PackLimits.characters), "At least so many; 0 by default.")
    })

  static let exclusion = KeyTable(
    name: "exclusion", summary: "What a value must not look like.",
    keys: [
      .init("words", .oneOrMore(.text), "Substrings, compared without case."),
      .init("hash_like", .boolean, "A hexadecimal digest of a usual length."),
      .init("uuid", .boolean, "A UUID."),
      .init("placeholder", .boolean, "Repeated or consecutive characters."),
    ])

  static let scope = KeyTable(
    name: "scope", summary: "Where a rule looks.",
    keys: [
      .init("directions", .oneOrMore(.words(Direction.allCases.map(\.rawValue))), "The kinds of traffic."),
      .init("fields", .mapping(globs), "Globs over field paths."),
      .init("files", .mapping(globs), "Globs over file names."),
    ])

  static let globs = KeyTable(
    name: "globs", summary: "Names that are looked at.",
    keys: [
      .init("include", .oneOrMore(.text), "Only these; all by default."),
      .init("exclude", .oneOrMore(.text), "Never these."),
    ])

  static let allow = KeyTable(
    name: "allow", summary: "What a rule never reports.",
    keys: [
      .init("values", .oneOrMore(.joinedText), "Whole values."),
      .init("patterns", .oneOrMore(.text), "PCRE2 patterns searched in the value."),
      .init("files", .oneOrMore(.text), "Globs over file names."),
    ])

  static let examples = KeyTable(
    name: "examples", summary: "Texts that prove a rule.",
    keys: [
      .init("match", .list(.mapping(positive), atLeast: 1), required: true, "Texts with a finding."),
      .init("no_match", .list(.mapping(negative), atLeast: 1), required: true, "Near misses without one."),
    ])

  static let positive = KeyTable(
    name: "positive", summary: "A text with a finding.",
    keys: [
      .init("text", .joinedText, required: true, "The text, whole or in pieces."),
      .init("value", .joinedText, "The value that must be reported, whole or in pieces."),
    ])

  static let negative = KeyTable(
    name: "negative", summary: "A near miss.",
    keys: [
      .init("text", .joinedText, required: true, "The text, whole or in pieces."),
      .init("why", .text, "Why it is none."),
    ])
}

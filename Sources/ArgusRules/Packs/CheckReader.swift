/// This is the reader of one entry of `checks`: a mapping with exactly one key, the check's name.
enum CheckReader {
  static func read(_ node: YAMLNode, in parent: MappingReader, context: String) -> Check? {
    guard
      var reader = MappingReader(node, document: parent.document, collector: parent.collector, context: context)
    else { return nil }
    let found = PackKeys.check.names.filter(reader.contains)
    let checks = [
      reader.mapping("entropy").flatMap(entropy),
      reader.mapping("length").flatMap(length),
      reader.mapping("characters").flatMap(characters),
      reader.enumeration("checksum", as: ChecksumKind.self).map { .checksum($0) },
      reader.mapping("not").flatMap(exclusion),
    ]
    let before = reader.collector.errorCount
    reader.finish(PackKeys.check)
    if found.count != 1, reader.collector.errorCount == before {
      reader.fault(
        .malformedCheck, at: reader.location, "a check has exactly one key, not \(found.count)",
        hint: "write each check as a list item of its own, one of " + PackKeys.check.names.joined(separator: ", "))
      return nil
    }
    return checks.compactMap(\.self).first
  }

  private static func entropy(_ reader: consuming MappingReader) -> Check? {
    if !reader.contains("min") { reader.reportMissing("min", hint: "bits per byte, such as 3.0") }
    let min = reader.double("min", range: PackLimits.entropy)
    reader.finish(PackKeys.entropy)
    return min.map { .entropy(min: $0) }
  }

  private static func length(_ reader: consuming MappingReader) -> Check? {
    let min = reader.integer("min", range: PackLimits.length)
    let max = reader.integer("max", range: PackLimits.length)
    reader.finish(PackKeys.length)
    if !reader.contains("min"), !reader.contains("max") {
      reader.reportMissing("min", hint: "a length check has `min`, `max` or both")
    }
    if let min, let max, min > max {
      impossible("no value is at least \(min) and at most \(max) bytes long", key: "max", reader)
      return nil
    }
    return .length(min: min, max: max)
  }

  private static func characters(_ reader: consuming MappingReader) -> Check? {
    let digits = reader.integer("digits", range: PackLimits.characters) ?? 0
    let upper = reader.integer("upper", range: PackLimits.characters) ?? 0
    let lower = reader.integer("lower", range: PackLimits.characters) ?? 0
    let special = reader.integer("special", range: PackLimits.characters) ?? 0
    reader.finish(PackKeys.characters)
    if digits == 0, upper == 0, lower == 0, special == 0 {
      impossible("the check demands nothing", key: nil, reader)
    }
    return .characters(digits: digits, upper: upper, lower: lower, special: special)
  }

  private static func exclusion(_ reader: consuming MappingReader) -> Check? {
    let words = reader.strings("words") ?? []
    let hashLike = reader.boolean("hash_like") ?? false
    let uuid = reader.boolean("uuid") ?? false
    let placeholder = reader.boolean("placeholder") ?? false
    let hasFault = reader.contains("words") && words.isEmpty || words.contains("")
    reader.finish(PackKeys.exclusion)
    if hasFault {
      reader.fault(
        .empty, at: reader.location(of: "words") ?? reader.location, "`words` needs words that are not empty",
        hint: "an empty word is part of every value")
    } else if words.isEmpty, !hashLike, !uuid, !placeholder {
      impossible("the check excludes nothing", key: nil, reader)
    }
    return .not(.init(words: words, hashLike: hashLike, uuid: uuid, placeholder: placeholder))
  }

  private static func impossible(_ message: String, key: String?, _ reader: borrowing MappingReader) {
    let place = key.flatMap { reader.location(of: $0) } ?? reader.location
    reader.fault(.impossibleCheck, at: place, message, hint: "remove the check or mend its numbers")
  }
}

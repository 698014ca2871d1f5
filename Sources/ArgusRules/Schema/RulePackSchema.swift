import ArgusReports

/// This is the JSON Schema of the pack format, for editors; made from the tables that the reader checks against.
public enum RulePackSchema {
  /// The whole schema, indented, with a line break at the end; equal for equal programs.
  public static func json() -> String {
    var definitions: [(String, JSONValue)] = []
    for table in PackKeys.all where table.name != PackKeys.file.name {
      definitions.append((table.name, object(table)))
    }
    let schema: JSONValue = .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("Argus rule pack, \(PackKeys.schema)")),
      ] + members(of: PackKeys.file) + [("$defs", .object(definitions))])
    return schema.indented + "\n"
  }

  private static func object(_ table: KeyTable) -> JSONValue { .object(members(of: table)) }

  private static func members(of table: KeyTable) -> [(String, JSONValue)] {
    let properties = table.keys.map { key in
      (key.name, JSONValue.object([("description", .string(key.summary))] + members(of: key.type)))
    }
    let required = table.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    var result: [(String, JSONValue)] = [
      ("description", .string(table.summary)), ("type", .string("object")), ("additionalProperties", .boolean(false)),
    ]
    if !required.isEmpty { result.append(("required", .array(required))) }
    result.append(("properties", .object(properties)))
    return result + exclusions(of: table)
  }

  /// What the tables cannot say: keys of which one is needed, and keys that exclude each other.
  private static func exclusions(of table: KeyTable) -> [(String, JSONValue)] {
    func requires(_ key: String) -> JSONValue { .object([("required", .array([.string(key)]))]) }
    switch table.name {
    case PackKeys.file.name: return [("anyOf", .array([requires("rules"), requires("overrides")]))]
    case PackKeys.rule.name: return [("oneOf", .array([requires("pattern"), requires("patterns")]))]
    case PackKeys.context.name:
      return [("not", .object([("required", .array([.string("within"), .string("lines")]))]))]
    case PackKeys.length.name, PackKeys.override.name, PackKeys.characters.name, PackKeys.exclusion.name:
      return [("minProperties", .integer(table.name == PackKeys.override.name ? 2 : 1))]
    case PackKeys.check.name: return [("minProperties", .integer(1)), ("maxProperties", .integer(1))]
    default: return []
    }
  }

  private static func schema(_ type: ValueType) -> JSONValue { .object(members(of: type)) }

  private static func members(of type: ValueType) -> [(String, JSONValue)] {
    switch type {
    case .text: [("type", .string("string"))]
    case .word(let pattern): [("type", .string("string")), ("pattern", .string(pattern))]
    case .constant(let text): [("const", .string(text))]
    case .joinedText:
      members(of: .either([.text, .list(.text, atLeast: 0)]))
    case .words(let words): [("enum", .array(words.map { .string($0) }))]
    case .boolean: [("type", .string("boolean"))]
    case .integer(let range):
      [
        ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)),
      ]
    case .number(let range):
      [
        ("type", .string("number")), ("minimum", .number(range.lowerBound)),
        ("maximum", .number(range.upperBound)),
      ]
    case .list(let item, let count):
      [("type", .string("array")), ("items", schema(item))] + (count > 0 ? [("minItems", .integer(count))] : [])
    case .oneOrMore(let item): members(of: .either([item, .list(item, atLeast: 0)]))
    case .either(let types): [("anyOf", .array(types.map(schema)))]
    case .mapping(let table), .oneKeyOf(let table): [("$ref", .string("#/$defs/\(table.name)"))]
    }
  }
}

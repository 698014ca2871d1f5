/// This is the JSON Schema of the pack format, for editors; made from the tables that the reader checks against.
public enum RulePackSchema {
  /// The whole schema, indented, with a line break at the end; equal for equal programs.
  public static func json() -> String {
    var definitions: [(String, JSONText)] = []
    for table in PackKeys.all where table.name != PackKeys.file.name {
      definitions.append((table.name, object(table)))
    }
    let schema: JSONText = .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("Argus rule pack, \(PackKeys.schema)")),
      ] + members(of: PackKeys.file) + [("$defs", .object(definitions))])
    return schema.indented() + "\n"
  }

  private static func object(_ table: KeyTable) -> JSONText { .object(members(of: table)) }

  private static func members(of table: KeyTable) -> [(String, JSONText)] {
    let properties = table.keys.map { key in
      (key.name, JSONText.object([("description", .string(key.summary))] + members(of: key.type)))
    }
    let required = table.keys.filter(\.isRequired).map { JSONText.string($0.name) }
    var result: [(String, JSONText)] = [
      ("description", .string(table.summary)), ("type", .string("object")), ("additionalProperties", .literal("false")),
    ]
    if !required.isEmpty { result.append(("required", .array(required))) }
    result.append(("properties", .object(properties)))
    return result + exclusions(of: table)
  }

  /// What the tables cannot say: keys of which one is needed, and keys that exclude each other.
  private static func exclusions(of table: KeyTable) -> [(String, JSONText)] {
    func requires(_ key: String) -> JSONText { .object([("required", .array([.string(key)]))]) }
    switch table.name {
    case PackKeys.file.name: return [("anyOf", .array([requires("rules"), requires("overrides")]))]
    case PackKeys.rule.name: return [("oneOf", .array([requires("pattern"), requires("patterns")]))]
    case PackKeys.context.name:
      return [("not", .object([("required", .array([.string("within"), .string("lines")]))]))]
    case PackKeys.length.name, PackKeys.override.name, PackKeys.characters.name, PackKeys.exclusion.name:
      return [("minProperties", .literal(table.name == PackKeys.override.name ? "2" : "1"))]
    case PackKeys.check.name: return [("minProperties", .literal("1")), ("maxProperties", .literal("1"))]
    default: return []
    }
  }

  private static func schema(_ type: ValueType) -> JSONText { .object(members(of: type)) }

  private static func members(of type: ValueType) -> [(String, JSONText)] {
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
        ("type", .string("integer")), ("minimum", .literal("\(range.lowerBound)")),
        ("maximum", .literal("\(range.upperBound)")),
      ]
    case .number(let range):
      [
        ("type", .string("number")), ("minimum", .literal("\(range.lowerBound)")),
        ("maximum", .literal("\(range.upperBound)")),
      ]
    case .list(let item, let count):
      [("type", .string("array")), ("items", schema(item))] + (count > 0 ? [("minItems", .literal("\(count)"))] : [])
    case .oneOrMore(let item): members(of: .either([item, .list(item, atLeast: 0)]))
    case .either(let types): [("anyOf", .array(types.map(schema)))]
    case .mapping(let table), .oneKeyOf(let table): [("$ref", .string("#/$defs/\(table.name)"))]
    }
  }
}

/// This is a JSON value that keeps the order of its keys.
private indirect enum JSONText {
  case string(String)
  /// A number or truth value as it is written.
  case literal(String)
  case array([JSONText])
  case object([(String, JSONText)])

  /// Recursion is bounded by the depth of the tables.
  func indented(by depth: Int = 0) -> String {
    let inner = String(repeating: "  ", count: depth + 1)
    let outer = String(repeating: "  ", count: depth)
    switch self {
    case .string(let text): return DiagnosticJSON.string(text)
    case .literal(let text): return text
    case .array(let items):
      let lines = items.map { inner + $0.indented(by: depth + 1) }
      return items.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members):
      let lines = members.map { "\(inner)\(DiagnosticJSON.string($0.0)): \($0.1.indented(by: depth + 1))" }
      return members.isEmpty ? "{}" : "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }
}

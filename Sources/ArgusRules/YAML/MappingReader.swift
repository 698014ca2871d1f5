/// This is a strict reader of one YAML mapping: each key is asked for once, each value has a type, and what was
/// not asked for is an error with a suggestion.
///
/// ```swift
/// var reader = MappingReader(node, in: document, collector: collector, context: "proxy")
/// let port = reader.integer("port", default: 8080, range: 1...65_535)
/// reader.finish()   // reports unknown keys
/// ```
/// The signatures are final; see the type's tests for behaviour.
public struct MappingReader {
  // Owned by the ArgusRules author. Expected calls, all of which report and return nil/default on a fault:
  //   init?(_ node: YAMLNode, document: YAMLDocument, collector: DiagnosticCollector, context: String)
  //   mutating func string(_ key: String) -> String?            (present or nil)
  //   mutating func requiredString(_ key: String) -> String?
  //   mutating func integer(_ key: String, range: ClosedRange<Int>) -> Int?
  //   mutating func double(_ key: String, range: ClosedRange<Double>) -> Double?
  //   mutating func boolean(_ key: String) -> Bool?
  //   mutating func enumeration<E: RawRepresentable & CaseIterable>(_ key: String, as: E.Type) -> E? where E.RawValue == String
  //   mutating func strings(_ key: String) -> [String]?         (a list; a lone string counts as a list of one)
  //   mutating func nodes(_ key: String) -> [YAMLNode]?         (a list of anything)
  //   mutating func mapping(_ key: String) -> MappingReader?
  //   mutating func node(_ key: String) -> YAMLNode?
  //   mutating func duration(_ key: String) -> Duration?        (`250ms`, `10s`, `2m`, `1h`)
  //   mutating func byteCount(_ key: String, range:) -> Int?    (`64KiB`, `32MiB`, plain number)
  //   func location(of key: String) -> SourceLocation?
  //   func finish()                                             (unknown keys -> error + "did you mean")
}

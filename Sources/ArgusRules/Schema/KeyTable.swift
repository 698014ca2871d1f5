/// This is the list of keys one kind of mapping may have: the reader checks against it, the JSON Schema is made from it.
package struct KeyTable: Sendable {
  /// The name of the definition in the JSON Schema.
  package var name: String
  var summary: String
  package let keys: [Key]
  /// The keys' names in order, and as a set: every mapping of a pack is checked against them.
  package let names: [String]
  let nameSet: Set<String>

  init(name: String, summary: String, keys: [Key]) {
    self.name = name
    self.summary = summary
    self.keys = keys
    names = keys.map { $0.name }
    nameSet = Set(names)
  }

  package struct Key: Sendable {
    package var name: String
    package var type: ValueType
    var isRequired: Bool
    /// One sentence for authors.
    var summary: String

    init(_ name: String, _ type: ValueType, required: Bool = false, _ summary: String) {
      self.name = name
      self.type = type
      self.isRequired = required
      self.summary = summary
    }
  }
}

/// This is the type of a value as the JSON Schema says it.
package indirect enum ValueType: Sendable {
  case text
  /// Text that must match a regular expression.
  case word(pattern: String)
  case constant(String)
  /// Text, or a list of pieces that are joined.
  case joinedText
  case words([String])
  case boolean
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case list(ValueType, atLeast: Int)
  /// A list; a lone value counts as a list of one.
  case oneOrMore(ValueType)
  case either([ValueType])
  case mapping(KeyTable)
  /// A mapping with exactly one of the keys.
  case oneKeyOf(KeyTable)
}

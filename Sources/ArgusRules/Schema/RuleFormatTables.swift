import ArgusReports

/// This is the reference of every key for the documentation, made from the tables that the reader checks against.
public enum RuleFormatTables {
  /// A Markdown section a mapping, in the order of the format.
  public static func markdown() -> String {
    PackKeys.all.map { table in
      var rows = MarkdownTable(headings: [("key", .left), ("type", .left), ("", .left), ("meaning", .left)])
      rows.rows = table.keys.map { key in
        ["`\(key.name)`", name(of: key.type), key.isRequired ? "required" : "", key.summary]
      }
      return "### `\(table.name)`: \(table.summary)\n\n" + rows.text
    }.joined(separator: "\n")
  }

  private static func name(of type: ValueType) -> String {
    switch type {
    case .text: "text"
    case .word: "word"
    case .constant(let text): "`\(text)`"
    case .joinedText: "text, whole or in pieces"
    case .words(let words): words.count > 5 ? "one of the words below" : words.map { "`\($0)`" }.joined(separator: ", ")
    case .boolean: "`true`, `false`"
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .list(let item, _): "list: " + name(of: item)
    case .oneOrMore(let item): "one or a list: " + name(of: item)
    case .either(let types): types.map(name).joined(separator: ", or ")
    case .mapping(let table): "mapping `\(table.name)`"
    case .oneKeyOf(let table): "mapping with one key of `\(table.name)`"
    }
  }
}

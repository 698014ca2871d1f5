/// This is a value of a TOML document. Tables are shared while the document is read: a later header adds to them.
enum TOMLValue {
  case text(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  /// A date or time as it is written.
  case moment(String)
  case array([TOMLValue])
  case table(TOMLTable)
  /// An array that grows with each `[[header]]`.
  case tables(TOMLTableList)

  var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var int: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  var bool: Bool? {
    if case .boolean(let flag) = self { flag } else { nil }
  }

  /// The texts of an array, or a lone text.
  var strings: [String] {
    switch self {
    case .text(let text): [text]
    case .array(let values): values.compactMap(\.string)
    default: []
    }
  }

  /// The tables of an array, or a lone table.
  var allTables: [TOMLTable] {
    switch self {
    case .table(let table): [table]
    case .tables(let list): list.tables
    case .array(let values): values.flatMap(\.allTables)
    default: []
    }
  }
}

/// This is a table with its members in the order of the file.
final class TOMLTable {
  private(set) var keys: [String] = []
  private var values: [String: TOMLValue] = [:]
  /// Where it begins, counted from 1.
  let line: Int
  /// True once a header, an inline table or a value has said all of it.
  var isClosed = false

  init(line: Int) { self.line = line }

  subscript(_ key: String) -> TOMLValue? { values[key] }

  /// False when the key is taken.
  func insert(_ value: TOMLValue, for key: String) -> Bool {
    guard values[key] == nil else { return false }
    keys.append(key)
    values[key] = value
    return true
  }
}

final class TOMLTableList {
  var tables: [TOMLTable] = []
}

extension YAMLScalar {
  /// This is what YAML 1.2's core schema reads a scalar as.
  enum CoreType {
    case null
    case boolean(Bool)
    /// nil when it does not fit 64 bits or is not written in decimal.
    case integer(Int?)
    case float(Double)
    case text
  }

  var coreType: CoreType {
    guard isPlain else { return .text }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    case ".inf", "+.inf", "-.inf", ".nan", ".Inf", ".INF", ".NaN", ".NAN": return .float(.nan)
    default: return numberType
    }
  }

  private var numberType: CoreType {
    let digits =
      text.utf8.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true
      ? text.utf8.dropFirst() : text.utf8[...]
    guard let first = digits.first, let last = digits.last else { return .text }
    if digits.allSatisfy(Self.isDigit) { return .integer(Int(text)) }
    if digits.starts(with: "0x".utf8) || digits.starts(with: "0o".utf8) {
      return Int(String(Substring(digits.dropFirst(2))), radix: digits.starts(with: "0x".utf8) ? 16 : 8) == nil
        ? .text : .integer(nil)
    }
    // `Double` also reads words such as `nan` and `infinity`, which are text here.
    guard Self.isDigit(first) || first == UInt8(ascii: "."), Self.isDigit(last) || last == UInt8(ascii: "."),
      digits.contains(where: Self.isDigit), digits.allSatisfy(Self.isNumberByte), let value = Double(text)
    else { return .text }
    return .float(value)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func isNumberByte(_ byte: UInt8) -> Bool { isDigit(byte) || "+-.eE".utf8.contains(byte) }
}

extension YAMLNode {
  var isNull: Bool {
    guard case .scalar(let scalar) = self, case .null = scalar.coreType else { return false }
    return true
  }

  /// What stands in the file, for messages: `a list`, `the number 3`.
  var summary: String {
    switch self {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar):
      switch scalar.coreType {
      case .null: "nothing"
      case .boolean: "the truth value \(QuotedText(scalar.text))"
      case .integer, .float: "the number \(QuotedText(scalar.text))"
      case .text: "the text \(QuotedText(scalar.text))"
      }
    }
  }

  /// The number of characters the caret line underlines.
  var caretLength: Int {
    guard case .scalar(let scalar) = self else { return 1 }
    return scalar.length
  }
}

extension YAMLScalar {
  /// Whether `text`, written without quotes, is read as that text and not as a number, a truth value or null.
  public static func isText(plain text: String) -> Bool {
    let place = SourceLocation(file: "", line: 1, column: 1)
    guard case .text = YAMLScalar(text: text, isPlain: true, location: place, length: 1).coreType else { return false }
    return true
  }
}

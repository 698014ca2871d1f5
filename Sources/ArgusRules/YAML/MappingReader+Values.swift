extension MappingReader {
  /// Text. A plain number, truth value or null is a fault: other YAML readers would not hand it over as text.
  public mutating func string(_ key: String) -> String? {
    node(key).flatMap { text(of: $0, as: "text", named(key)) }
  }

  /// Text that must be there.
  public mutating func requiredString(_ key: String) -> String? {
    if !contains(key) { reportMissing(key) }
    return string(key)
  }

  public mutating func boolean(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    if case .scalar(let scalar) = node, case .boolean(let value) = scalar.coreType { return value }
    wrongType(node, named(key), "true or false", hint: "write `true` or `false`")
    return nil
  }

  public mutating func integer(_ key: String, range: ClosedRange<Int>) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let scalar) = node, case .integer(let number) = scalar.coreType else {
      wrongType(node, named(key), "a whole number")
      return nil
    }
    guard let number, range.contains(number) else {
      outOfRange(node, named(key), "\(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  public mutating func double(_ key: String, range: ClosedRange<Double>) -> Double? {
    guard let node = node(key) else { return nil }
    var number: Double?
    if case .scalar(let scalar) = node {
      switch scalar.coreType {
      case .integer(let value?): number = Double(value)
      case .float(let value): number = value
      default: break
      }
    }
    guard let number else {
      wrongType(node, named(key), "a number")
      return nil
    }
    guard range.contains(number) else {
      outOfRange(node, named(key), "\(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// One of the words of `type`.
  public mutating func enumeration<Word: RawRepresentable & CaseIterable>(_ key: String, as type: Word.Type) -> Word?
  where Word.RawValue == String {
    node(key).flatMap { word(of: $0, as: type, named(key)) }
  }

  /// A time such as `250ms`, `10s`, `2m` or `1h`.
  public mutating func duration(_ key: String, range: ClosedRange<Duration>? = nil) -> Duration? {
    let units: [(String, Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]
    guard let node = node(key) else { return nil }
    guard let milliseconds = amount(of: node, units: units, plain: nil) else {
      fault(
        .malformedAmount, at: node, "\(named(key)) must be a time, not \(node.summary)",
        hint: "a whole number and ms, s, m or h, such as `250ms` or `10s`")
      return nil
    }
    let value = Duration.milliseconds(milliseconds)
    if let range, !range.contains(value) {
      outOfRange(node, named(key), "\(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  /// A size such as `64KiB`, `32MiB`, `1GiB`, or a plain number of bytes.
  public mutating func byteCount(_ key: String, range: ClosedRange<Int>) -> Int? {
    let units: [(String, Int64)] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)]
    guard let node = node(key) else { return nil }
    guard let bytes = amount(of: node, units: units, plain: 1) else {
      fault(
        .malformedAmount, at: node, "\(named(key)) must be a size, not \(node.summary)",
        hint: "a whole number of bytes, or one with B, KiB, MiB or GiB, such as `64KiB`")
      return nil
    }
    guard let count = Int(exactly: bytes), range.contains(count) else {
      outOfRange(node, named(key), "\(range.lowerBound) to \(range.upperBound) bytes")
      return nil
    }
    return count
  }

  /// The number in front of the unit, times the unit; nil when it is malformed or does not fit 64 bits.
  private func amount(of node: YAMLNode, units: [(name: String, factor: Int64)], plain: Int64?) -> Int64? {
    guard case .scalar(let scalar) = node else { return nil }
    let digits = scalar.text.prefix { ("0"..."9").contains($0) }
    let suffix = scalar.text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Int64(digits) else { return nil }
    guard let factor = suffix.isEmpty ? plain : units.first(where: { $0.name == suffix })?.factor else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }
}

extension MappingReader {
  func text(of node: YAMLNode, as expected: String, _ name: QuotedText) -> String? {
    if case .scalar(let scalar) = node {
      if case .text = scalar.coreType { return scalar.text }
      wrongType(node, name, expected, hint: "put it in quotes")
    } else {
      wrongType(node, name, expected)
    }
    return nil
  }

  func word<Word: RawRepresentable & CaseIterable>(of node: YAMLNode, as type: Word.Type, _ name: QuotedText) -> Word?
  where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    let list = "one of " + words.joined(separator: ", ")
    guard case .scalar(let scalar) = node else {
      wrongType(node, name, list)
      return nil
    }
    if let word = Word(rawValue: scalar.text) { return word }
    let hint = Suggestion.nearest(to: scalar.text, among: words).map { "did you mean `\($0)`?" }
    fault(.unknownWord, at: node, "\(name) must be \(list), not \(QuotedText(scalar.text))", hint: hint)
    return nil
  }

  func wrongType(_ node: YAMLNode, _ name: QuotedText, _ expected: String, hint: String? = nil) {
    fault(.wrongType, at: node, "\(name) must be \(expected), not \(node.summary)", hint: hint)
  }

  private func outOfRange(_ node: YAMLNode, _ name: QuotedText, _ range: String) {
    fault(
      .outOfRange, at: node, "\(name) must lie in \(range), not \(node.summary)", hint: "write a number in that range")
  }
}

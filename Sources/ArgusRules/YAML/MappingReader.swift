/// This is a strict reader of one YAML mapping: each key is asked for once, each value has a type, and what was
/// not asked for is an error with a suggestion.
///
/// ```swift
/// guard var reader = MappingReader(node, document: document, collector: collector, context: "proxy") else { return }
/// let port = reader.integer("port", range: 1...65_535) ?? 8080
/// reader.finish()   // reports unknown keys
/// ```
/// Every call reports its fault to the collector and returns nil, for an absent key as well as for a faulty one;
/// ``contains(_:)`` tells them apart.
public struct MappingReader {
  /// The path of the mapping in the file, such as `proxy.limits`, for messages; empty at the top level.
  public let context: String
  /// Where the mapping begins.
  public let location: SourceLocation
  public let document: YAMLDocument
  public let collector: DiagnosticCollector

  /// In file order. A mapping of a pack has a handful of keys: looking through them costs less than hashing them.
  private let pairs: [(key: YAMLScalar, value: YAMLNode)]
  private var asked: [String] = []

  /// nil, with a report, when `node` is not a mapping.
  public init?(_ node: YAMLNode, document: YAMLDocument, collector: DiagnosticCollector, context: String) {
    self.context = context
    self.document = document
    self.collector = collector
    location = node.location
    guard case .mapping(let pairs, _) = node else {
      pairs = []
      let subject = context.isEmpty ? "the file" : QuotedText(context).description
      fault(
        node.isNull ? .noValue : .wrongType, at: node.location, length: node.caretLength,
        "\(subject) must be a mapping, not \(node.summary)", hint: "write `key: value` lines")
      return nil
    }
    self.pairs = pairs
  }

  public func contains(_ key: String) -> Bool { pairs.contains { $0.key.text == key } }

  /// Where the value of `key` stands; nil when the key is absent.
  public func location(of key: String) -> SourceLocation? { value(of: key)?.location }

  /// The value of `key` as it is; nil when it is absent or, with a report, has no value.
  public mutating func node(_ key: String) -> YAMLNode? {
    if !asked.contains(key) { asked.append(key) }
    guard let node = value(of: key) else { return nil }
    guard !node.isNull else {
      fault(
        .noValue, at: keyLocation(key), length: key.unicodeScalars.count, "the key \(named(key)) has no value",
        hint: "give it one or remove the key")
      return nil
    }
    return node
  }

  /// A reader of the mapping at `key`; nil when it is absent or, with a report, something else.
  public mutating func mapping(_ key: String) -> MappingReader? {
    guard let node = node(key) else { return nil }
    return MappingReader(node, document: document, collector: collector, context: path(of: key))
  }

  /// Reports every key that was never asked for.
  public func finish() { finish(known: asked.sorted()) }

  /// Reports every key outside `table`.
  ///
  /// - Precondition: exactly the keys of `table` were asked for, so that table and reader cannot drift apart.
  func finish(_ table: KeyTable) {
    let isWhole = asked.count == table.names.count && table.names.allSatisfy(asked.contains)
    precondition(isWhole, "the reader of \(table.name) does not ask for the keys of its table")
    finish(known: table.names)
  }

  /// Reports every key outside `known`; suggestions come from it in its order.
  func finish(known: [String]) {
    for (key, _) in pairs where !known.contains(key.text) {
      let suggestion = Suggestion.nearest(to: key.text, among: known)
      let hint =
        key.text == "<<"
        ? "merge keys are not part of YAML 1.2; repeat the keys"
        : suggestion.map { "did you mean `\($0)`?" }
          ?? (known.isEmpty ? nil : "known keys: " + known.joined(separator: ", "))
      fault(
        .unknownKey, at: key.location, length: key.length, "unknown key \(QuotedText(key.text))\(whereabouts)",
        hint: hint)
    }
  }

  /// Reports that `key` must be present; for keys that are demanded only in company of others.
  public func reportMissing(_ key: String, hint: String? = nil) {
    fault(.missingKey, at: location, "the key `\(key)` is missing\(whereabouts)", hint: hint)
  }

  /// Reports a fault of the value of `key` that only the caller can see.
  ///
  /// - Parameter code: the whole code, such as `AC0051`.
  public func report(
    code: String, key: String, message: String, hint: String? = nil, severity: Diagnostic.Severity = .error
  ) {
    let node = value(of: key)
    let place = node?.location ?? location
    collector.add(
      Diagnostic(
        code: code, severity: severity, location: place, length: node?.caretLength ?? 1, message: message,
        hint: hint, sourceLine: document.sourceLine(at: place)))
  }

  func fault(
    _ code: DiagnosticCode, at location: SourceLocation, length: Int = 1, _ message: String, hint: String? = nil
  ) {
    collector.add(
      Diagnostic(
        code: code.identifier(prefix: document.codePrefix), location: location, length: length, message: message,
        hint: hint, sourceLine: document.sourceLine(at: location)))
  }

  func fault(_ code: DiagnosticCode, at node: YAMLNode, _ message: String, hint: String? = nil) {
    fault(code, at: node.location, length: node.caretLength, message, hint: hint)
  }

  func keyLocation(_ key: String) -> SourceLocation { pairs.first { $0.key.text == key }?.key.location ?? location }

  private func value(of key: String) -> YAMLNode? { pairs.first { $0.key.text == key }?.value }

  func path(of key: String) -> String { context.isEmpty ? key : context + "." + key }

  /// The key with its path, for messages.
  func named(_ key: String) -> QuotedText { QuotedText(path(of: key)) }

  private var whereabouts: String { context.isEmpty ? " at the top level" : " in \(QuotedText(context))" }
}

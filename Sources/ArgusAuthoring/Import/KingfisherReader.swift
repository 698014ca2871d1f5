import ArgusRules

/// This is the reader of Kingfisher's and Nosey Parker's rule files (YAML), which share their shape.
enum KingfisherReader {
  static func read(_ bytes: [UInt8], file: String) -> Result<ForeignPack, Diagnostic> {
    let document = YAMLDocument(bytes: bytes, file: file)
    if let fault = document.diagnostics.first(where: { $0.severity == .error }), document.root == nil {
      return .failure(fault)
    }
    guard let root = document.root, case .sequence(let nodes, _)? = root["rules"] else {
      return .failure(
        Diagnostic(
          code: ImportCode.unreadable, location: SourceLocation(file: file, line: 1, column: 1),
          message: "the file has no list `rules`", hint: "is `--from` the right one?"))
    }
    var pack = ForeignPack()
    pack.notes = document.diagnostics.map { ImportNote(.dropped, "yaml", $0.oneLine) }
    for (index, node) in nodes.enumerated() {
      var rule = rule(node)
      rule.line = node.location.line
      if rule.id.isEmpty { rule.id = "rule-\(index + 1)" }
      pack.rules.append(rule)
    }
    return .success(pack)
  }

  private static func rule(_ node: YAMLNode) -> ForeignRule {
    var rule = ForeignRule(id: node["id"]?.scalar ?? "")
    rule.name = node["name"]?.scalar ?? ""
    rule.description = node["description"]?.scalar ?? ""
    rule.pattern = node["pattern"]?.scalar
    rule.entropy = node["min_entropy"]?.scalar.flatMap(Double.init).flatMap { $0 > 0 ? $0 : nil }
    rule.confidence = node["confidence"]?.scalar
    rule.tags = (node["categories"]?.scalars ?? []) + (node["tags"]?.scalars ?? [])
    rule.references = node["references"]?.scalars ?? []
    rule.matching = node["examples"]?.scalars ?? []
    rule.notMatching = node["negative_examples"]?.scalars ?? []
    if node["visible"]?.scalar == "false" { rule.isHidden = true }
    if let requirements = node["pattern_requirements"] { apply(requirements, to: &rule) }
    let known = [
      "id", "name", "description", "pattern", "min_entropy", "confidence", "categories", "tags", "references",
      "examples", "negative_examples", "visible", "pattern_requirements",
    ]
    for (key, _) in node.pairs where !known.contains(key) {
      rule.notes.append(ImportNote(.dropped, key, reasons[key] ?? "there is nothing like it here"))
    }
    return rule
  }

  private static let reasons = [
    "validation": "values are never sent anywhere to be tried out", "revocation": "values are never sent anywhere",
    "depends_on_rule": "write `requires` with a distance in bytes", "prevalidated": "values are not tried out",
    "path": "write `scope: {files: {include: […]}}`",
  ]

  private static func apply(_ requirements: YAMLNode, to rule: inout ForeignRule) {
    for (key, value) in requirements.pairs {
      let count = value.scalar.flatMap { Int($0) }.map { min(max(0, $0), 1_024) } ?? 0
      switch key {
      case "min_digits": rule.minimums.digits = count
      case "min_uppercase": rule.minimums.upper = count
      case "min_lowercase": rule.minimums.lower = count
      case "min_special_chars": rule.minimums.special = count
      case "ignore_if_contains": rule.stopwords += value.scalars
      default:
        rule.notes.append(
          ImportNote(.dropped, "pattern_requirements.\(key)", "write a `checksum` check where we have it"))
      }
    }
  }
}

extension YAMLNode {
  fileprivate var pairs: [(key: String, value: YAMLNode)] {
    guard case .mapping(let pairs, _) = self else { return [] }
    return pairs.map { ($0.key.text, $0.value) }
  }

  fileprivate subscript(_ key: String) -> YAMLNode? { pairs.first { $0.key == key }?.value }

  fileprivate var scalar: String? {
    guard case .scalar(let scalar) = self else { return nil }
    return scalar.text
  }

  /// The texts of a list, or a lone text.
  fileprivate var scalars: [String] {
    guard case .sequence(let items, _) = self else { return scalar.map { [$0] } ?? [] }
    return items.compactMap(\.scalar)
  }
}

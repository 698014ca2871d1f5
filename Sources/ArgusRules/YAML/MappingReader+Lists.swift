extension MappingReader {
  /// A list of anything.
  public mutating func nodes(_ key: String) -> [YAMLNode]? {
    guard let node = node(key) else { return nil }
    if case .sequence(let items, _) = node { return items }
    wrongType(node, named(key), "a list", hint: "write `- item` lines or [item, item]")
    return nil
  }

  /// A list of texts; a lone text counts as a list of one.
  public mutating func strings(_ key: String) -> [String]? {
    items(key)?.compactMap { item in text(of: item.node, as: "text", item.name) }
  }

  /// A list of words of `type`; a lone word counts as a list of one.
  public mutating func enumerations<Word: RawRepresentable & CaseIterable>(_ key: String, as type: Word.Type) -> [Word]?
  where Word.RawValue == String {
    items(key)?.compactMap { item in word(of: item.node, as: type, item.name) }
  }

  /// Text, whole or as a list of pieces that are joined.
  public mutating func joinedString(_ key: String) -> String? {
    node(key).flatMap { joinedText(of: $0, named(key)) }
  }

  /// A list of texts, each whole or as a list of pieces that are joined.
  public mutating func joinedStrings(_ key: String) -> [String]? {
    items(key)?.compactMap { item in joinedText(of: item.node, item.name) }
  }

  /// The items at `key` with the names they have in messages.
  mutating func items(_ key: String) -> [(node: YAMLNode, name: QuotedText)]? {
    guard let node = node(key) else { return nil }
    switch node {
    case .scalar: return [(node, named(key))]
    case .sequence(let items, _):
      return items.enumerated().map { index, item in (item, QuotedText("\(path(of: key))[\(index)]")) }
    case .mapping:
      wrongType(node, named(key), "a list", hint: "write `- item` lines or [item, item]")
      return nil
    }
  }

  private func joinedText(of node: YAMLNode, _ name: QuotedText) -> String? {
    guard case .sequence(let pieces, _) = node else { return text(of: node, as: "text or a list of pieces", name) }
    var whole = ""
    for piece in pieces {
      guard let text = text(of: piece, as: "a list of texts", name) else { return nil }
      whole += text
    }
    return whole
  }
}

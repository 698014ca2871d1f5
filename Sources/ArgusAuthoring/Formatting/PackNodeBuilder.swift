import ArgusRules

/// This is the way from a parsed pack to its canonical form: keys in order, comments with what they belong to.
///
/// A document is at most 64 levels deep, which bounds the recursion.
struct PackNodeBuilder {
  /// Each is taken by the first thing below it.
  private var blankLines: Set<Int>
  /// In the order of the file; taken from the front as entries are reached.
  private var comments: ArraySlice<YAMLComment>

  init(layout: YAMLLayout) {
    blankLines = layout.blankLines
    comments = layout.comments[...]
  }

  /// Comments behind the last entry.
  var leftOver: [String] { comments.map(\.text) }

  mutating func members(of node: YAMLNode, _ table: KeyTable) -> [PackMember] {
    guard case .mapping(let pairs, _) = node else { return [] }
    var members: [PackMember] = []
    for (key, value) in pairs {
      let type = table.keys.first { $0.name == key.text }?.type
      let entry = entry(at: key.location.line) { builder in
        if key.text == "pattern", case .scalar(let scalar) = value { return .pattern(scalar.text) }
        return builder.node(value, type, isPattern: key.text == "patterns", isBlock: Self.isBlock(key.text, table))
      }
      members.append(PackMember(key.text, entry))
    }
    let order = table.names
    func rank(_ member: PackMember) -> Int { order.firstIndex(of: member.key) ?? order.count }
    return members.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .map(\.element)
  }

  /// Lists of what is read one by one stand on lines of their own.
  private static func isBlock(_ key: String, _ table: KeyTable) -> Bool {
    switch key {
    case "rules", "overrides", "requires", "checks", "match", "no_match": true
    case "examples": table.name == PackKeys.rule.name
    default: false
    }
  }

  /// A value with its comments: those above its first line, and one behind it.
  ///
  /// - Parameter leavesTrailing: the comment behind the first line belongs to something within the value.
  private mutating func entry(
    at line: Int, leavesTrailing: Bool = false, _ read: (inout PackNodeBuilder) -> PackNode
  ) -> PackEntry {
    var leading: [String] = []
    var first = line
    while let comment = comments.first, comment.line < line || comment.line == line && !comment.isTrailing {
      if leading.isEmpty { first = comment.line }
      if !leading.isEmpty, blankLines.remove(comment.line - 1) != nil { leading.append("") }
      leading.append(comment.text)
      comments.removeFirst()
    }
    if !leading.isEmpty, blankLines.remove(line - 1) != nil { leading.append("") }
    if blankLines.remove(first - 1) != nil { leading.insert("", at: 0) }
    var trailing: String?
    if !leavesTrailing, let comment = comments.first, comment.line == line {
      trailing = comment.text
      comments.removeFirst()
    }
    var entry = PackEntry(read(&self))
    entry.leading = leading
    entry.trailing = trailing
    return entry
  }

  private mutating func node(_ value: YAMLNode, _ type: ValueType?, isPattern: Bool, isBlock: Bool) -> PackNode {
    switch (value, type) {
    case (.scalar(let scalar), let type): return scalarNode(scalar, type, isPattern: isPattern)
    case (.sequence(let items, _), .joinedText?):
      return .pieces(items.compactMap { if case .scalar(let piece) = $0 { piece.text } else { nil } })
    case (.sequence(let items, _), let type):
      let item = Self.item(of: type)
      let entries = items.map { node in
        entry(at: node.location.line, leavesTrailing: Self.isBlockMapping(node)) {
          $0.node(node, item, isPattern: isPattern, isBlock: false)
        }
      }
      return .list(entries, isBlock ? .block : .automatic)
    case (.mapping, .mapping(let table)?), (.mapping, .oneKeyOf(let table)?):
      let standsAlone = [PackKeys.rule.name, PackKeys.check.name].contains(table.name)
      return .mapping(members(of: value, table), isBlock || standsAlone ? .block : .automatic)
    case (.mapping, _): return .mapping([])
    }
  }

  /// A mapping in braces begins before its first key; one on lines of its own begins with it.
  private static func isBlockMapping(_ node: YAMLNode) -> Bool {
    guard case .mapping(let pairs, let place) = node else { return false }
    return pairs.first?.key.location == place
  }

  private static func item(of type: ValueType?) -> ValueType? {
    switch type {
    case .list(let item, _), .oneOrMore(let item): item
    default: nil
    }
  }

  private func scalarNode(_ scalar: YAMLScalar, _ type: ValueType?, isPattern: Bool) -> PackNode {
    if isPattern { return .pattern(scalar.text) }
    switch type {
    case .boolean?, .integer?, .number?, .words?: return .bare(scalar.text)
    case .oneOrMore(.words)?: return .bare(scalar.text)
    case .joinedText?, .oneOrMore(.joinedText)?: return TextPieces.node(of: scalar.text)
    case .either?:
      // A group's number must stay one.
      return scalar.isPlain && !YAMLScalar.isText(plain: scalar.text) ? .bare(scalar.text) : .text(scalar.text)
    default: return .text(scalar.text)
    }
  }
}

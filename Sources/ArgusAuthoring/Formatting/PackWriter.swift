/// This is the canonical text of packs: two blanks a level, one line for what fits on one.
///
/// A pack is at most 64 levels deep, which bounds the recursion.
struct PackWriter {
  /// The longest line that holds a list or mapping, in characters.
  static let width = 120

  private var lines: [String] = []

  /// The text of `members`, with a line break at the end.
  static func text(of members: [PackMember]) -> String {
    var writer = PackWriter()
    writer.write(members, indent: 0)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  /// The text of one item of a list, its dash at the beginning of the line.
  static func text(ofItem entry: PackEntry) -> String {
    var writer = PackWriter()
    writer.write(item: entry, indent: 0)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write(_ members: [PackMember], indent: Int) {
    for member in members {
      writeComments(member.entry.leading, indent)
      writeValue(member.entry, after: blanks(indent) + ScalarText.key(member.key) + ":", indent: indent)
    }
  }

  private mutating func write(_ entries: [PackEntry], indent: Int) {
    for entry in entries {
      writeComments(entry.leading, indent)
      write(item: entry, indent: indent)
    }
  }

  private mutating func write(item entry: PackEntry, indent: Int) {
    let dash = blanks(indent) + "-"
    guard case .mapping(var members, let layout) = entry.node, !members.isEmpty,
      layout == .block || !fits(entry, after: dash)
    else { return writeValue(entry, after: dash, indent: indent) }
    // The first key stands beside the dash, and so do comments above it: they move above the item.
    let first = lines.count
    let above = members[0].entry.leading
    members[0].entry.leading = []
    writeComments(above, indent)
    let start = first + above.count
    write(members, indent: indent + 2)
    lines[start] = dash + " " + lines[start].dropFirst(indent + 2)
    if let trailing = entry.trailing { lines[start] += "  " + trailing }
  }

  /// Writes a value behind `head`, on the same line where it is a scalar or fits, else below.
  private mutating func writeValue(_ entry: PackEntry, after head: String, indent: Int) {
    if case .pattern(let pattern) = entry.node, let text = ScalarText.blockLines(of: pattern) {
      lines.append(head + " |-" + (entry.trailing.map { "  " + $0 } ?? ""))
      lines += text.map { $0.isEmpty ? "" : blanks(indent + 2) + $0 }
      return
    }
    if fits(entry, after: head) {
      let text = FlowText.text(of: entry.node)
      lines.append(head + " " + text + (entry.trailing.map { "  " + $0 } ?? ""))
      return
    }
    lines.append(head + (entry.trailing.map { "  " + $0 } ?? ""))
    switch entry.node {
    case .list(let entries, let layout):
      if layout == .automatic, let texts = FlowText.scalars(entries) {
        lines += Self.wrapped(texts, indent: indent + 2)
      } else {
        write(entries, indent: indent + 2)
      }
    case .mapping(let members, _): write(members, indent: indent + 2)
    case .text, .quoted, .pattern, .bare, .pieces: break
    }
  }

  /// `[a, b, c]` over as many lines as it needs.
  private static func wrapped(_ texts: [String], indent: Int) -> [String] {
    let start = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = start + "["
    for (index, text) in texts.enumerated() {
      let piece = text + (index == texts.count - 1 ? "]" : ",")
      let isFirst = line.unicodeScalars.count == indent + 1
      if !isFirst, line.unicodeScalars.count + 1 + piece.unicodeScalars.count > width {
        lines.append(line)
        line = start + " " + piece
      } else {
        line += (isFirst ? "" : " ") + piece
      }
    }
    return lines + [line]
  }

  private func fits(_ entry: PackEntry, after head: String) -> Bool {
    switch entry.node {
    case .text, .quoted, .pattern, .bare, .pieces: return true
    case .list(let entries, let layout):
      if entries.isEmpty { return true }
      if layout == .block { return false }
      // A lone long text would not become shorter on a line of its own.
      if let texts = FlowText.scalars(entries), texts.count == 1 { return true }
    case .mapping(let members, let layout):
      if members.isEmpty { return true }
      if layout == .block { return false }
    }
    if entry.node.hasComments || FlowText.hasBlock(entry.node) { return false }
    let text = FlowText.text(of: entry.node)
    return head.unicodeScalars.count + 1 + text.unicodeScalars.count <= Self.width
  }

  private mutating func writeComments(_ comments: [String], _ indent: Int) {
    for comment in comments { lines.append(comment.isEmpty ? "" : blanks(indent) + comment) }
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// This is the text of a value on one line.
enum FlowText {
  static func text(of node: PackNode, inFlow: Bool = false) -> String {
    switch node {
    case .text(let text): ScalarText.text(text, inFlow: inFlow)
    case .pattern(let text), .quoted(let text): ScalarText.quoted(text)
    case .bare(let word): word
    case .pieces(let pieces): "[" + pieces.map(ScalarText.quoted).joined(separator: ", ") + "]"
    case .list(let entries, _): "[" + entries.map { text(of: $0.node, inFlow: true) }.joined(separator: ", ") + "]"
    case .mapping(let members, _):
      "{"
        + members.map { "\(ScalarText.key($0.key)): \(text(of: $0.entry.node, inFlow: true))" }.joined(separator: ", ")
        + "}"
    }
  }

  /// The texts of `entries` where each is a scalar without comments.
  static func scalars(_ entries: [PackEntry]) -> [String]? {
    var texts: [String] = []
    for entry in entries {
      switch entry.node {
      case .text, .quoted, .pattern, .bare, .pieces: break
      case .list, .mapping: return nil
      }
      guard entry.leading.isEmpty, entry.trailing == nil else { return nil }
      texts.append(text(of: entry.node, inFlow: true))
    }
    return texts
  }

  /// Whether something in the value must stand on lines of its own.
  static func hasBlock(_ node: PackNode) -> Bool {
    switch node {
    case .pattern(let pattern): ScalarText.blockLines(of: pattern) != nil
    case .text, .quoted, .bare, .pieces: false
    case .list(let entries, let layout): layout == .block || entries.contains { hasBlock($0.node) }
    case .mapping(let members, let layout): layout == .block || members.contains { hasBlock($0.entry.node) }
    }
  }
}

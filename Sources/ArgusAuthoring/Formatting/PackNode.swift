/// This is a value of a pack on its way to text: what is said, in the order it is said, with its comments.
indirect enum PackNode: Sendable {
  /// A text, without quotes where it needs none.
  case text(String)
  /// A text that is matched or compared, always in quotes.
  case quoted(String)
  /// A PCRE2 pattern, always in quotes: in single ones YAML changes nothing but the quote.
  case pattern(String)
  /// A number or truth value.
  case bare(String)
  /// A text in pieces that are joined; written on one line however long it is.
  case pieces([String])
  case list([PackEntry], PackLayout = .automatic)
  case mapping([PackMember], PackLayout = .automatic)

  static func texts(_ texts: [String]) -> PackNode { .list(texts.map { PackEntry(.text($0)) }) }
}

/// This is whether a list or mapping stands on lines of its own.
enum PackLayout: Sendable {
  /// On one line where it fits and has no comments.
  case automatic
  case block
}

/// This is a value with its comments, each with its `#`.
struct PackEntry: Sendable {
  var node: PackNode
  /// Lines above it; an empty one is a blank line.
  var leading: [String] = []
  /// Behind it, on its first line.
  var trailing: String?

  init(_ node: PackNode) { self.node = node }
}

struct PackMember: Sendable {
  var key: String
  var entry: PackEntry

  init(_ key: String, _ node: PackNode) {
    self.key = key
    entry = PackEntry(node)
  }

  init(_ key: String, _ entry: PackEntry) {
    self.key = key
    self.entry = entry
  }
}

extension PackNode {
  /// Whether a comment stands anywhere in it.
  var hasComments: Bool {
    switch self {
    case .text, .quoted, .pattern, .bare, .pieces: false
    case .list(let entries, _): entries.contains { $0.hasComments }
    case .mapping(let members, _): members.contains { $0.entry.hasComments }
    }
  }
}

extension PackEntry {
  /// Blank lines are no comments: they do not keep a list from one line.
  fileprivate var hasComments: Bool { leading.contains { !$0.isEmpty } || trailing != nil || node.hasComments }
}

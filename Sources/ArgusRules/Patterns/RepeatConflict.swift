/// This is a part of a pattern whose repeats can share one text among them in many ways, with a text that should show
/// it: whether it does is an engine's to say.
public struct RepeatConflict: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A repeat within a repeat: each further byte may double the work.
    case nested
    /// Repeats side by side: the work grows with a power of the text's length.
    case neighbours
  }

  public var kind: Kind
  /// The part, in bytes of the pattern.
  public var bytes: Range<Int>
  /// A text that leads up to the part.
  public var lead: [UInt8]
  /// The byte that every repeat of the part takes.
  public var pumped: UInt8
  /// A text that the pattern wants behind the part: PCRE2 looks for bytes that must come before it tries anything.
  public var trail: [UInt8]

  /// A text with `count` of the byte, ended by something that lets the match fail.
  public func text(count: Int) -> [UInt8] {
    lead + [UInt8](repeating: pumped, count: count) + Self.obstacle + trail
  }

  /// No pattern of a value goes on with these.
  private static let obstacle: [UInt8] = [0x00, 0x0A, 0x00]
}

/// This is the search for ``RepeatConflict``s: generous, since each is tried out afterwards.
struct RepeatConflictSearch {
  /// Fewer ways to share a text among neighbours do no harm.
  private static let harmlessProduct = 200_000
  private static let harmlessRepeat = 8
  private static let probes: [UInt8] = Array("a0A_- ./=x\n\"".utf8)

  private let tree: PatternTree
  private let extents: [PatternExtent]

  /// The conflicts of `pattern`, at most one for each of its nodes.
  static func conflicts(in pattern: RulePattern) -> [RepeatConflict] {
    guard let tree = PatternTree(pattern) else { return [] }
    let search = RepeatConflictSearch(tree: tree, extents: PatternExtent.all(of: tree))
    return search.nested() + search.neighbours()
  }

  private var bytesToTry: [UInt8] {
    var bytes = Self.probes
    for node in tree.nodes {
      guard case .item(.byte(let byte, _)) = node.kind, bytes.count < 32, !bytes.contains(byte) else { continue }
      bytes.append(byte)
    }
    return bytes
  }

  /// Groups that repeat and whose content can take a run of one byte in several ways.
  private func nested() -> [RepeatConflict] {
    var found: [RepeatConflict] = []
    for byte in bytesToTry {
      let runs = canRun(on: byte)
      for (index, node) in tree.nodes.enumerated() where runs[index] {
        guard case .group(let body, _) = node.kind, repeatsOften(node), isAmbiguous(body, runs),
          !found.contains(where: { $0.bytes == node.offset..<node.end }), let lead = lead(to: index)
        else { continue }
        found.append(
          .init(kind: .nested, bytes: node.offset..<node.end, lead: lead, pumped: byte, trail: trail(behind: index)))
      }
    }
    return found
  }

  private func repeatsOften(_ node: PatternTree.Node) -> Bool { node.maximum.map { $0 > Self.harmlessRepeat } ?? true }

  /// Whether a run of the byte can be a single pass through the body and several passes alike.
  private func isAmbiguous(_ body: Int, _ runs: [Bool]) -> Bool {
    guard case .alternation(let branches) = tree.nodes[body].kind else { return false }
    let running = branches.filter { runs[$0] && (extents[$0].maximum ?? 1) > 0 }
    if running.count > 1 { return true }
    guard let only = running.first, case .sequence(let items) = tree.nodes[only].kind else { return false }
    return items.contains { item in
      let node = tree.nodes[item]
      guard runs[item], (extents[item].maximum ?? 1) > 0 else { return false }
      return node.span.map { $0 > 0 } ?? true || extents[item].maximum.map { $0 > extents[item].minimum } ?? true
    }
  }

  /// Stretches of a sequence that a run of one byte can go through, with several repeats in them.
  private func neighbours() -> [RepeatConflict] {
    var found: [RepeatConflict] = []
    for byte in bytesToTry {
      let runs = canRun(on: byte)
      for node in tree.nodes {
        guard case .sequence(let items) = node.kind, items.count > 1 else { continue }
        for stretch in items.split(whereSeparator: { !runs[$0] }) {
          guard let conflict = conflict(in: Array(stretch), byte),
            !found.contains(where: { $0.bytes.overlaps(conflict.bytes) })
          else { continue }
          found.append(conflict)
        }
      }
    }
    return found
  }

  private func conflict(in stretch: [Int], _ byte: UInt8) -> RepeatConflict? {
    let repeats = stretch.filter { span(of: $0) > 0 }
    guard repeats.count > 1, let first = repeats.first, let last = repeats.last, let lead = lead(to: first) else {
      return nil
    }
    let ways = repeats.reduce(1) { product, item in
      let (value, overflow) = product.multipliedReportingOverflow(by: span(of: item))
      return overflow ? .max : value
    }
    guard ways > Self.harmlessProduct else { return nil }
    return .init(
      kind: .neighbours, bytes: tree.nodes[first].offset..<tree.nodes[last].end, lead: lead, pumped: byte,
      trail: trail(behind: last))
  }

  /// How many lengths a node's texts may have beyond the shortest; a large number without a bound.
  private func span(of item: Int) -> Int {
    extents[item].maximum.map { $0 - extents[item].minimum } ?? Self.harmlessProduct
  }

  /// Which nodes can match a run of `byte` of some length, the empty one included.
  private func canRun(on byte: UInt8) -> [Bool] {
    var runs: [Bool] = []
    for node in tree.nodes {
      let once =
        switch node.kind {
        case .item(.byte(let own, let isCaseless)): own == byte || isCaseless && own ^ 0x20 == byte
        case .item(.set(let set)): set.contains(byte)
        case .item(.assertion): true
        case .item: false
        case .sequence(let children): children.allSatisfy { runs[$0] }
        case .alternation(let branches): branches.contains { runs[$0] }
        case .group(let body, _): runs[body]
        }
      runs.append(once || node.minimum == 0)
    }
    return runs
  }

  /// A shortest text of everything that stands before the node; nil where none is known.
  private func lead(to index: Int) -> [UInt8]? {
    var lead: [UInt8] = []
    var node = index
    while tree.nodes[node].parent >= 0 {
      let parent = tree.nodes[node].parent
      if case .sequence(let items) = tree.nodes[parent].kind, let place = items.firstIndex(of: node) {
        for item in items[..<place].reversed() {
          guard let text = extents[item].shortest, lead.count + text.count <= 4_096 else { return nil }
          lead = text + lead
        }
      }
      node = parent
    }
    return lead
  }

  /// A shortest text of everything that stands behind the node; what is not known of it is left out.
  private func trail(behind index: Int) -> [UInt8] {
    var trail: [UInt8] = []
    var node = index
    while tree.nodes[node].parent >= 0 {
      let parent = tree.nodes[node].parent
      if case .sequence(let items) = tree.nodes[parent].kind, let place = items.firstIndex(of: node) {
        for item in items[(place + 1)...] where trail.count <= 4_096 { trail += extents[item].shortest ?? [] }
      }
      node = parent
    }
    return trail
  }
}

extension RulePattern {
  /// Parts of the pattern that may take PCRE2 very long on some text.
  public var repeatConflicts: [RepeatConflict] { RepeatConflictSearch.conflicts(in: self) }
}

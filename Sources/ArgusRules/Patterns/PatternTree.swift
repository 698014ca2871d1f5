/// This is a pattern as a tree in an array: a node's children stand before it, so that one pass over the array in order
/// computes anything from the leaves upwards, without recursion.
struct PatternTree {
  struct Node {
    enum Kind {
      case item(PatternToken.Item)
      case sequence([Int])
      case alternation([Int])
      case group(Int, PatternCapture?)
    }

    var kind: Kind
    var minimum = 1
    /// nil without a bound.
    var maximum: Int? = 1
    /// Where it begins and ends, in bytes of the pattern.
    var offset: Int
    var end: Int
    /// Set once the tree is whole; -1 for the root.
    var parent = -1

    /// How many more times than at least it may repeat; nil without a bound.
    var span: Int? { maximum.map { $0 - minimum } }
  }

  private(set) var nodes: [Node] = []
  /// False when the numbers of groups are not what their order says.
  private(set) var hasCertainNumbers = true

  var root: Int { nodes.count - 1 }

  /// nil where the pattern has something unsupported.
  init?(_ pattern: RulePattern) {
    var lexer = PatternLexer(pattern.source, flags: pattern.flags)
    var open = [Frame(offset: 0, capture: nil)]
    while let token = lexer.next() {
      let current = open.count - 1
      switch token.item {
      case .open(let capture): open.append(Frame(offset: token.offset, capture: capture))
      case .alternation: endBranch(of: &open[current], at: token.offset, next: token.end)
      case .close:
        guard current > 0, var frame = open.popLast() else { return nil }
        endBranch(of: &frame, at: token.offset, next: token.end)
        let body = add(.init(kind: .alternation(frame.branches), offset: frame.offset, end: token.offset))
        let group = add(
          .init(
            kind: .group(body, frame.capture), minimum: token.minimum, maximum: token.maximum, offset: frame.offset,
            end: token.end))
        open[current - 1].items.append(group)
      default:
        let leaf = add(
          .init(
            kind: .item(token.item), minimum: token.minimum, maximum: token.maximum, offset: token.offset,
            end: token.end))
        open[current].items.append(leaf)
      }
    }
    guard !lexer.isUnsupported, open.count == 1, var frame = open.popLast() else { return nil }
    hasCertainNumbers = !lexer.hasUncertainNumbers
    let end = pattern.source.utf8.count
    endBranch(of: &frame, at: end, next: end)
    _ = add(.init(kind: .alternation(frame.branches), offset: 0, end: end))
    for (index, node) in nodes.enumerated() {
      for child in node.children { nodes[child].parent = index }
    }
  }

  private struct Frame {
    var offset: Int
    var capture: PatternCapture?
    var branches: [Int] = []
    var items: [Int] = []
    var branchStart: Int

    init(offset: Int, capture: PatternCapture?) {
      self.offset = offset
      self.capture = capture
      branchStart = offset
    }
  }

  private mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func endBranch(of frame: inout Frame, at end: Int, next: Int) {
    frame.branches.append(add(.init(kind: .sequence(frame.items), offset: frame.branchStart, end: end)))
    frame.items = []
    frame.branchStart = next
  }

  /// Every capturing group, in the order of their ends.
  var captures: [(node: Int, capture: PatternCapture)] {
    nodes.indices.compactMap { index in
      guard case .group(_, let capture?) = nodes[index].kind else { return nil }
      return (index, capture)
    }
  }

  /// The node of the groups that `selector` names: several where a name is used twice, none for the whole match.
  ///
  /// nil where that cannot be told.
  func groups(of selector: CaptureSelector) -> [Int]? {
    guard hasCertainNumbers else { return nil }
    switch selector {
    case .automatic:
      let named = captures.filter { $0.capture.name == "value" }
      return (named.isEmpty ? captures.filter { $0.capture.number == 1 } : named).map(\.node)
    case .group(let number): return captures.filter { $0.capture.number == number }.map(\.node)
    case .named(let name): return captures.filter { $0.capture.name == name }.map(\.node)
    }
  }
}

extension PatternTree.Node {
  var children: [Int] {
    switch kind {
    case .item: []
    case .sequence(let children), .alternation(let children): children
    case .group(let body, _): [body]
    }
  }
}

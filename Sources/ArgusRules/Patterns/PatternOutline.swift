/// This is a pattern cut into the steps that a match takes one after the other, for explanations.
///
/// Each step comes with the pattern of everything up to its end, so that an engine can tell how far a text goes. A
/// group that every match passes once is entered; one with alternatives or a quantifier is a single step.
public struct PatternOutline: Sendable {
  public struct Step: Sendable {
    /// The step as it is written, quantifier included.
    public var source: String
    /// Everything up to the step's end, as a pattern of its own.
    public var prefix: RulePattern
    public var minimum: Int
    /// nil without a bound.
    public var maximum: Int?
    /// True for an anchor, a boundary or a lookaround.
    public var isAssertion: Bool
    fileprivate var bytes: ByteSet?
    fileprivate var isLiteral: Bool

    /// Whether one copy of the step may be `byte`; nil where a copy is not a single byte.
    public func accepts(_ byte: UInt8) -> Bool? { bytes?.contains(byte) }
  }

  public private(set) var steps: [Step] = []
  private let pattern: RulePattern
  private let source: [UInt8]

  /// nil where the pattern has something unsupported.
  public init?(_ pattern: RulePattern) {
    guard let tree = PatternTree(pattern) else { return nil }
    self.pattern = pattern
    source = Array(pattern.source.utf8)
    add(tree.root, tree, closing: 0)
  }

  /// - Parameters:
  ///   - index: an alternation; its depth is that of the lexer's nesting.
  ///   - closing: how many groups are open.
  private mutating func add(_ index: Int, _ tree: PatternTree, closing: Int) {
    guard case .alternation(let branches) = tree.nodes[index].kind, branches.count == 1,
      case .sequence(let children) = tree.nodes[branches[0]].kind
    else {
      add(step(tree.nodes[index], from: tree.nodes[index].offset, closing))
      return
    }
    var previousEnd = tree.nodes[branches[0]].offset
    for child in children {
      let node = tree.nodes[child]
      if case .group(let body, _) = node.kind, node.minimum == 1, node.maximum == 1, Self.isSingle(body, tree) {
        add(body, tree, closing: closing + 1)
      } else {
        // A lookaround tells its place by its closing parenthesis.
        add(step(node, from: Self.isLookaround(node) ? previousEnd : node.offset, closing))
      }
      previousEnd = node.end
    }
  }

  private static func isSingle(_ body: Int, _ tree: PatternTree) -> Bool {
    if case .alternation(let branches) = tree.nodes[body].kind { return branches.count == 1 }
    return false
  }

  private static func isLookaround(_ node: PatternTree.Node) -> Bool {
    if case .item(.assertion(.other)) = node.kind { return true }
    return false
  }

  /// Letters in a row read as one word.
  private mutating func add(_ next: Step) {
    guard next.isLiteral, let last = steps.last, last.isLiteral else { return steps.append(next) }
    steps[steps.count - 1].source = last.source + next.source
    steps[steps.count - 1].prefix = next.prefix
    steps[steps.count - 1].bytes = nil
  }

  private func step(_ node: PatternTree.Node, from start: Int, _ closing: Int) -> Step {
    var prefix = pattern
    prefix.source = String(decoding: source[..<node.end], as: UTF8.self) + String(repeating: ")", count: closing)
    var bytes: ByteSet?
    var isAssertion = false
    switch node.kind {
    case .item(.byte(let byte, let isCaseless)): bytes = isCaseless ? ByteSet([byte]).caseless : ByteSet([byte])
    case .item(.set(let set)): bytes = set
    case .item(.assertion): isAssertion = true
    default: break
    }
    let isOnce = node.minimum == 1 && node.maximum == 1
    return Step(
      source: String(decoding: source[start..<node.end], as: UTF8.self), prefix: prefix, minimum: node.minimum,
      maximum: node.maximum, isAssertion: isAssertion, bytes: bytes,
      isLiteral: isOnce && (bytes.map { $0.count <= 2 } ?? false))
  }
}

/// This is a maker of texts that a pattern describes.
///
/// It follows the pattern's syntax and ignores what has no width, so most of its texts match and some do not: whoever
/// needs matches asks the engine about each. Where it may choose, it prefers letters and digits, and short repeats.
public struct PatternSampler: Sendable {
  /// A sample ends where it would grow longer, in bytes.
  public static let longest = 16 << 10

  private let tree: PatternTree
  private let source: [UInt8]

  /// nil where the pattern has something that is not followed here, such as a condition or a recursion.
  public init?(_ pattern: RulePattern) {
    guard let tree = PatternTree(pattern) else { return nil }
    self.tree = tree
    source = Array(pattern.source.utf8)
  }

  /// One text; nil where the draw met a call, or grew too long.
  public func sample(using generator: inout some RandomNumberGenerator) -> [UInt8]? {
    var draw = Draw(generator: generator, tree: tree, source: source)
    defer { generator = draw.generator }
    return draw.add(tree.root) ? draw.text : nil
  }

  private struct Draw<Generator: RandomNumberGenerator> {
    var generator: Generator
    let tree: PatternTree
    let source: [UInt8]
    var text: [UInt8] = []
    var captures: [Int: [UInt8]] = [:]
    /// Beyond the demanded minimum, few copies show as much as many.
    private static var extraCopies: Int { 12 }
    private static var plain: ByteSet { ByteSet.digit.union(.upper).union(.lower) }
    private static var printable: ByteSet { ByteSet(0x20...0x7E) }

    init(generator: Generator, tree: PatternTree, source: [UInt8]) {
      self.generator = generator
      self.tree = tree
      self.source = source
    }

    // As deep as the lexer lets groups nest.
    mutating func add(_ index: Int) -> Bool {
      let node = tree.nodes[index]
      let most = min(node.maximum ?? .max, node.minimum + Self.extraCopies)
      let copies =
        Bool.random(using: &generator) ? node.minimum : Int.random(in: node.minimum...most, using: &generator)
      for _ in 0..<copies {
        guard text.count < PatternSampler.longest, addOnce(node) else { return false }
      }
      return true
    }

    private mutating func addOnce(_ node: PatternTree.Node) -> Bool {
      switch node.kind {
      case .sequence(let children):
        for child in children where !add(child) { return false }
        return true
      case .alternation(let branches):
        return branches.randomElement(using: &generator).map { add($0) } ?? true
      case .group(let body, let capture):
        let start = text.count
        guard add(body) else { return false }
        if let capture { captures[capture.number] = Array(text[start...]) }
        return true
      case .item(.byte(let byte, let isCaseless)):
        text.append(isCaseless && Bool.random(using: &generator) ? byte ^ 0x20 : byte)
        return true
      case .item(.set(let set)):
        guard let byte = member(of: set) else { return false }
        text.append(byte)
        return true
      case .item(.unknown):
        guard let known = referenced(node) else { return false }
        text += known
        return true
      case .item: return true
      }
    }

    private mutating func member(of set: ByteSet) -> UInt8? {
      // A class of nearly everything is filler between words.
      if set.count > 128, set.contains(0x20), Bool.random(using: &generator) { return 0x20 }
      for preferred in [Self.plain, Self.printable] {
        let members = set.subtracting(preferred.inverted).members
        if !members.isEmpty { return members.randomElement(using: &generator) }
      }
      return set.members.randomElement(using: &generator)
    }

    /// The text of a backreference `\1` to a group that was drawn before.
    private func referenced(_ node: PatternTree.Node) -> [UInt8]? {
      let text = source[node.offset..<node.end]
      guard text.count >= 2, text.first == UInt8(ascii: "\\") else { return nil }
      let digit = text[text.startIndex + 1]
      guard digit >= UInt8(ascii: "1"), digit <= UInt8(ascii: "9") else { return nil }
      return captures[Int(digit - UInt8(ascii: "0"))]
    }
  }
}

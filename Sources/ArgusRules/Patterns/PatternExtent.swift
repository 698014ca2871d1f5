/// This is what the texts that one node of a pattern matches have in common: how long they are, of which bytes they
/// consist, and the shortest of them.
struct PatternExtent {
  /// Longer texts are not spelt out.
  private static let exampleLimit = 256

  /// In bytes, with the node's own repeat.
  var minimum: Int
  /// nil without a bound, or where nothing is known.
  var maximum: Int?
  /// Every byte that a matched text may contain.
  var alphabet: ByteSet
  /// A shortest text, as far as assertions allow it; nil where it is long or not known.
  var shortest: [UInt8]?

  /// The extents of all nodes of `tree`, by index.
  static func all(of tree: PatternTree) -> [PatternExtent] {
    var extents: [PatternExtent] = []
    extents.reserveCapacity(tree.nodes.count)
    for node in tree.nodes {
      let once: PatternExtent =
        switch node.kind {
        case .item(let item): PatternExtent(item)
        case .sequence(let children): children.reduce(.nothing) { $0.followed(by: extents[$1]) }
        case .alternation(let branches): union(branches.map { extents[$0] })
        case .group(let body, _): extents[body]
        }
      extents.append(once.repeated(node.minimum, node.maximum))
    }
    return extents
  }

  private static let nothing = PatternExtent(minimum: 0, maximum: 0, alphabet: ByteSet(), shortest: [])

  private init(minimum: Int, maximum: Int?, alphabet: ByteSet, shortest: [UInt8]?) {
    self.minimum = minimum
    self.maximum = maximum
    self.alphabet = alphabet
    self.shortest = shortest
  }

  private init(_ item: PatternToken.Item) {
    switch item {
    case .byte(let byte, let isCaseless):
      let set = ByteSet([byte])
      self.init(minimum: 1, maximum: 1, alphabet: isCaseless ? set.caseless : set, shortest: [byte])
    case .set(let set):
      let shown = set.members.first { ByteSet.word.contains($0) } ?? set.members.first
      self.init(minimum: 1, maximum: 1, alphabet: set, shortest: shown.map { [$0] })
    case .unknown: self.init(minimum: 0, maximum: nil, alphabet: .all, shortest: nil)
    case .assertion, .open, .close, .alternation: self = Self.nothing
    }
  }

  private func followed(by next: PatternExtent) -> PatternExtent {
    var whole: [UInt8]?
    if let shortest, let other = next.shortest, shortest.count + other.count <= Self.exampleLimit {
      whole = shortest + other
    }
    return PatternExtent(
      minimum: Self.sum(minimum, next.minimum), maximum: Self.sum(maximum, next.maximum),
      alphabet: alphabet.union(next.alphabet), shortest: whole)
  }

  private static func union(_ branches: [PatternExtent]) -> PatternExtent {
    let shortest = branches.min { $0.minimum < $1.minimum }
    let maxima = branches.map(\.maximum)
    return PatternExtent(
      minimum: shortest?.minimum ?? 0, maximum: maxima.contains(nil) ? nil : maxima.compactMap(\.self).max() ?? 0,
      alphabet: branches.reduce(ByteSet()) { $0.union($1.alphabet) }, shortest: shortest?.shortest)
  }

  private func repeated(_ least: Int, _ most: Int?) -> PatternExtent {
    if least == 1, most == 1 { return self }
    var text: [UInt8]?
    if let shortest, shortest.isEmpty || least <= Self.exampleLimit / shortest.count {
      text = Array(repeatElement(shortest, count: shortest.isEmpty ? 0 : least).joined())
    }
    var longest: Int?
    if let maximum, maximum == 0 {
      longest = 0
    } else if let maximum, let most {
      longest = Self.product(maximum, most)
    }
    return PatternExtent(
      minimum: Self.product(minimum, least), maximum: most == 0 ? 0 : longest,
      alphabet: most == 0 ? ByteSet() : alphabet, shortest: text)
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }

  private static func sum(_ a: Int?, _ b: Int?) -> Int? {
    guard let a, let b else { return nil }
    return sum(a, b)
  }

  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }
}

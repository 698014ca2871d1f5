extension RulePattern {
  /// A made-up text that the pattern should match: assertions are not looked at, so the caller tries it out.
  ///
  /// - Returns: nil where nothing can be said of the pattern, or its texts are longer than 4,096 bytes.
  public func sample(using generator: inout some RandomNumberGenerator) -> [UInt8]? {
    guard let tree = PatternTree(self) else { return nil }
    var texts: [[UInt8]] = []
    for node in tree.nodes {
      var text: [UInt8] = []
      let most = min(node.maximum ?? .max, node.minimum.addingReportingOverflow(4).partialValue)
      let count = node.minimum < most ? Int.random(in: node.minimum...most, using: &generator) : node.minimum
      guard count <= Self.sampleLimit else { return nil }
      for _ in 0..<count {
        switch node.kind {
        case .item(let item):
          guard let byte = Self.byte(of: item, &generator) else { return nil }
          text += byte
        case .sequence(let children): text += children.flatMap { texts[$0] }
        case .alternation(let branches): text += branches.randomElement(using: &generator).map { texts[$0] } ?? []
        case .group(let body, _): text += texts[body]
        }
        guard text.count <= Self.sampleLimit else { return nil }
      }
      texts.append(text)
    }
    return texts.last
  }

  private static let sampleLimit = 4_096

  private static func byte(of item: PatternToken.Item, _ generator: inout some RandomNumberGenerator) -> [UInt8]? {
    switch item {
    case .byte(let byte, _): return [byte]
    case .set(let set):
      // Letters and digits first: they are what values are made of, and no YAML or JSON changes them.
      let members = set.members
      let plain = members.filter { ByteSet.word.contains($0) && $0 != UInt8(ascii: "_") }
      let printable = members.filter { (0x20...0x7E).contains($0) }
      let choice = plain.isEmpty ? (printable.isEmpty ? members : printable) : plain
      return choice.randomElement(using: &generator).map { [$0] }
    case .unknown: return nil
    case .assertion, .open, .close, .alternation: return []
    }
  }
}

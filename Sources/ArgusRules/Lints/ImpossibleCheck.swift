import Glibc

/// This is the lint for a check that no value of the rule's patterns can pass, so that the rule is dead.
struct ImpossibleCheck: RuleLint {
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    live.rules.flatMap { rule in
      let values = rule.patterns.map { PatternValue($0, rule.value) }
      // One pattern that nothing is known of may pass anything.
      let known = values.compactMap(\.self)
      guard !known.isEmpty, known.count == values.count else { return [Diagnostic]() }
      return rule.checks.enumerated().compactMap { index, check in
        let reasons = known.map { $0.obstacle(to: check) }
        guard let reason = reasons[0], !reasons.contains(nil) else { return nil }
        return Diagnostic(
          .deadCheck, about: rule, at: rule.places.checks.indices.contains(index) ? rule.places.checks[index] : nil,
          "no value can pass this `\(check.key)` check: \(reason)",
          hint: "the rule can never find anything; mend the check or the pattern")
      }
    }
  }
}

extension Check {
  /// The key it is written under.
  var key: String {
    switch self {
    case .entropy: "entropy"
    case .length: "length"
    case .characters: "characters"
    case .checksum: "checksum"
    case .not: "not"
    }
  }
}

/// This is what the values of one pattern have in common.
private struct PatternValue {
  private let tree: PatternTree
  private let node: Int
  private let extent: PatternExtent
  private let literals: [LiteralText]?

  /// nil where it is not certain which part of a match is the value.
  init?(_ pattern: RulePattern, _ selector: CaptureSelector) {
    guard let tree = PatternTree(pattern), let groups = tree.groups(of: selector), groups.count <= 1,
      let tokens = PatternLexer.tokens(of: pattern)
    else { return nil }
    node = groups.first ?? tree.root
    extent = PatternExtent.all(of: tree)[node]
    self.tree = tree
    let place = tree.nodes[node]
    let inside = node == tree.root ? tokens : Self.tokens(tokens, inside: place)
    literals = RequiredLiteral.alternatives(in: inside, limit: RequiredLiteral.alternativeLimit)
  }

  private static func tokens(_ tokens: [PatternToken], inside group: PatternTree.Node) -> [PatternToken] {
    let within = tokens.filter { $0.offset > group.offset && $0.end <= group.end }
    // The last of them closes the group itself.
    return Array(within.dropLast())
  }

  /// Why no value passes `check`; nil where one may.
  func obstacle(to check: Check) -> String? {
    switch check {
    case .length(let minimum, let maximum):
      if let minimum, let longest = extent.maximum, longest < minimum {
        return "the pattern's values have at most \(longest) bytes"
      }
      if let maximum, extent.minimum > maximum { return "the pattern's values have at least \(extent.minimum) bytes" }
    case .entropy(let minimum):
      let kinds = min(extent.alphabet.count, extent.maximum ?? .max)
      let most = kinds > 1 ? log2(Double(kinds)) : 0
      if most < minimum {
        return "\(kinds) different bytes at most have \((most * 100).rounded(.down) / 100) bits of entropy"
      }
    case .characters(let digits, let upper, let lower, let special):
      return missing(
        [
          ("digits", digits, ByteSet.digit), ("upper-case letters", upper, .upper),
          ("lower-case letters", lower, .lower),
          ("special characters", special, ByteSet.digit.union(.upper).union(.lower).inverted),
        ])
    case .checksum(let kind):
      if let (name, needed) = kind.neededBytes, extent.alphabet.isDisjoint(with: needed) {
        return "the pattern's values have no \(name)"
      }
    case .not(let exclusion):
      guard let literals else { return nil }
      for word in exclusion.words {
        let bytes = ASCIICase.lowered(word)
        let isInEach = literals.allSatisfy { ASCIICase.contains($0.bytes.map(ASCIICase.lower), bytes) }
        if isInEach { return "each of the pattern's values contains \(QuotedText(word))" }
      }
    }
    return nil
  }

  private func missing(_ wanted: [(name: String, count: Int, set: ByteSet)]) -> String? {
    for (name, count, set) in wanted where count > 0 {
      if let most = most(of: set), most < count { return "the pattern's values have at most \(most) \(name)" }
    }
    let (total, overflow) = wanted.reduce((0, false)) { sum, next in
      let (value, overflow) = sum.0.addingReportingOverflow(next.count)
      return (value, sum.1 || overflow)
    }
    guard let longest = extent.maximum, overflow || longest < total else { return nil }
    return "the pattern's values have at most \(longest) bytes"
  }

  /// The most bytes of `set` that a value may have; nil without a bound.
  private func most(of set: ByteSet) -> Int? {
    var counts: [Int?] = []
    for node in tree.nodes {
      let once: Int? =
        switch node.kind {
        case .item(.byte(let byte, let isCaseless)):
          set.contains(byte) || isCaseless && set.contains(byte ^ 0x20) ? 1 : 0
        case .item(.set(let members)): members.isDisjoint(with: set) ? 0 : 1
        case .item(.unknown): nil
        case .item: 0
        case .sequence(let children): Self.sum(children.map { counts[$0] })
        case .alternation(let branches):
          branches.contains { counts[$0] == nil } ? nil : branches.compactMap { counts[$0] }.max() ?? 0
        case .group(let body, _): counts[body]
        }
      counts.append(Self.product(once, node.maximum))
    }
    return counts[node]
  }

  private static func sum(_ counts: [Int?]) -> Int? {
    var total = 0
    for count in counts {
      guard let count else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(count)
      if overflow { return nil }
      total = sum
    }
    return total
  }

  private static func product(_ count: Int?, _ times: Int?) -> Int? {
    if count == 0 || times == 0 { return 0 }
    guard let count, let times else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: times)
    return overflow ? nil : product
  }
}

extension ChecksumKind {
  /// Bytes without which no value passes, and what they are called; nil where that is not so simple.
  fileprivate var neededBytes: (name: String, set: ByteSet)? {
    switch self {
    case .luhn, .verhoeff, .usSSN, .nhsMod11, .ibanMod97: ("digits", .digit)
    case .jwtHeader, .gitlabRoutableCRC32: ("`.`", ByteSet([0x2E]))
    case .pemDER: ("`-`", ByteSet([0x2D]))
    case .bech32: ("`1`", ByteSet([0x31]))
    case .eip55: ("`x`", ByteSet([0x78]))
    case .githubCRC32, .npmCRC32, .vercelCRC32, .zuploCRC32: ("`_`", ByteSet([0x5F]))
    default: nil
    }
  }
}

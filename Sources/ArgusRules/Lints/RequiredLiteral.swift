/// This is the search for bytes that a text must contain for a pattern to match in it.
///
/// The answers are sound, not complete: every match of the PCRE2 pattern (without UTF mode) contains the literal,
/// and nil says only that none was found.
public enum RequiredLiteral {
  /// The most literals in an answer of ``anyOf(in:flags:)``.
  public static let alternativeLimit = 64

  /// The longest single literal. With `caseless` it is in lower case and to be compared without ASCII case.
  public static func longest(in pattern: String, flags: PatternFlags) -> (literal: [UInt8], caseless: Bool)? {
    guard let tokens = PatternLexer.tokens(of: pattern, flags: flags) else { return nil }
    return alternatives(in: tokens, limit: 1)?.first.map { ($0.bytes, $0.isCaseless) }
  }

  /// Literals of which every match contains at least one. Few long ones are preferred to many.
  public static func anyOf(in pattern: String, flags: PatternFlags) -> [(literal: [UInt8], caseless: Bool)]? {
    guard let tokens = PatternLexer.tokens(of: pattern, flags: flags) else { return nil }
    return alternatives(in: tokens, limit: alternativeLimit)?.map { ($0.bytes, $0.isCaseless) }
  }

  /// At most `limit` literals of which every match contains one.
  static func alternatives(in tokens: [PatternToken], limit: Int) -> [LiteralText]? {
    var groups = [LiteralGroup(limit: limit)]
    for token in tokens {
      let current = groups.count - 1
      switch token.item {
      case .byte(let byte, let isCaseless):
        groups[current].add([LiteralText(bytes: [byte], isCaseless: isCaseless)], token)
      case .set(let set):
        let isSmall = set.count <= LiteralGroup.classLimit
        groups[current].add(isSmall ? set.members.map { LiteralText(bytes: [$0]) } : nil, token)
      case .unknown: groups[current].interrupt()
      case .assertion: break
      case .open: groups.append(LiteralGroup(limit: limit))
      case .alternation: groups[current].endBranch()
      case .close:
        guard current > 0, var group = groups.popLast() else { return nil }
        group.endBranch()
        groups[current - 1].add(group, token)
      }
    }
    guard groups.count == 1 else { return nil }
    groups[0].endBranch()
    return groups[0].demand
  }
}

/// This is one text that a pattern spells out.
struct LiteralText: Hashable {
  var bytes: [UInt8] = []
  /// True when a letter in it may have either case; the whole is then compared without case, which demands less.
  var isCaseless = false

  static func + (left: Self, right: Self) -> Self {
    LiteralText(bytes: left.bytes + right.bytes, isCaseless: left.isCaseless || right.isCaseless)
  }

  var normalized: Self {
    guard isCaseless else { return self }
    return LiteralText(bytes: bytes.map { ByteSet.upper.contains($0) ? $0 | 0x20 : $0 }, isCaseless: true)
  }
}

import ArgusOracle
import ArgusRules

/// This is a writer of random patterns over a small alphabet, with every construct that the matcher treats on its own.
struct RandomPattern {
  private var random: SeededGenerator
  private var groups = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func next() -> (source: String, flags: PatternFlags) {
    groups = 0
    let flags: [PatternFlags] = [[], [], [], .caseless, .multiline, .dotall, .extended, [.caseless, .multiline]]
    return (alternation(depth: 3), random.pick(flags))
  }

  private mutating func alternation(depth: Int) -> String {
    (0..<(random.oneIn(3) ? 2 : 1)).map { _ in sequence(depth: depth) }.joined(separator: "|")
  }

  private mutating func sequence(depth: Int) -> String {
    (0..<random.below(4) + 1).map { _ in item(depth: depth) }.joined()
  }

  private mutating func item(depth: Int) -> String {
    if random.oneIn(7) { return assertion(depth: depth) }
    let atom = self.atom(depth: depth)
    return random.oneIn(3) ? atom + quantifier() : atom
  }

  private mutating func assertion(depth: Int) -> String {
    let edges = ["^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\b", "^", "$"]
    guard depth > 0, random.oneIn(3) else { return random.pick(edges) }
    return switch random.below(4) {
    case 0: "(?=\(alternation(depth: depth - 1)))"
    case 1: "(?!\(alternation(depth: depth - 1)))"
    case 2: "(?<=\(random.pick(["a", "b", "[ab]", "\\n", "^", "-a", "\\b"])))"
    default: "(?<!\(random.pick(["a", "b", "\\w", "\\n", "^", "-a", "$"])))"
    }
  }

  private mutating func atom(depth: Int) -> String {
    guard depth > 0, random.oneIn(4) else {
      return random.pick([
        "a", "a", "b", "b", "0", "-", "\\n", "\\x20", ".", "[ab]", "[^a]", "[a0-]", "[^-\\n]", "\\s", "\\w", "\\d",
        "\\W", "\\S", "\\N",
        "[[:alpha:]]", "[^\\w]", "\\Qab\\E", "\\R", "A", "\\D", "[\\s-]", "(?i:B)", "(?s:.)", "\\v", "\\h",
      ])
    }
    switch random.below(9) {
    case 0, 1, 2:
      groups += 1
      return "(\(alternation(depth: depth - 1)))"
    case 3: return "(?>\(alternation(depth: depth - 1)))"
    case 4: return "(?\(random.pick(["i", "s", "m", "-m", "im-s"])):\(alternation(depth: depth - 1)))"
    case 5: return "(?\(random.pick(["i", "s", "m", "-i"])))\(item(depth: depth - 1))"
    case 6 where groups > 0 && groups < 10: return "\\\(random.below(groups) + 1)"
    default: return "(?:\(alternation(depth: depth - 1)))"
    }
  }

  private mutating func quantifier() -> String {
    let count = random.below(3)
    let base = random.pick([
      "*", "+", "?", "{\(count)}", "{\(count),}", "{\(count),\(count + random.below(3))}", "{1,2}", "{0,20}",
    ])
    return base + random.pick(["", "", "?", "+"])
  }
}

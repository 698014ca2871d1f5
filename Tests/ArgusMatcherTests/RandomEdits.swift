import ArgusMatcher
import ArgusOracle
import ArgusRules

/// This is somebody who edits a pack: each call changes a few rules and leaves the others alone.
struct RandomEdits {
  private(set) var rules: [Rule]
  private var random: SeededGenerator
  private var patterns: RandomPattern
  private var count: Int

  init(seed: UInt64, rules: Int) {
    random = SeededGenerator(seed: seed)
    patterns = RandomPattern(seed: seed &+ 1_000_000)
    count = 0
    self.rules = []
    for _ in 0..<rules { add() }
  }

  mutating func edit() {
    for _ in 0...random.below(3) {
      guard rules.count > 3 else { return add() }
      let index = random.below(rules.count)
      switch random.below(9) {
      case 0, 1: add()
      case 2: rules.remove(at: index)
      case 3: rules.swapAt(index, random.below(rules.count))
      case 4:
        let flag: PatternFlags = random.pick([.caseless, .multiline, .dotall, .extended])
        for pattern in rules[index].patterns.indices { rules[index].patterns[pattern].flags.formSymmetricDifference(flag) }
      case 5: rules[index].mode = rules[index].mode == .off ? .live : .off
      case 6:
        // Two rules of one pattern, and a rule of two patterns.
        rules[index].patterns += rules[random.below(rules.count)].patterns.prefix(1)
      case 7:
        // A rule that PCRE2 refuses, beside its sound patterns.
        rules[index].patterns.append(RulePattern(source: "(", location: rules[index].location))
      default:
        let next = patterns.next()
        rules[index].patterns = [RulePattern(source: next.source, flags: next.flags, location: rules[index].location)]
      }
    }
  }

  private mutating func add() {
    let next = patterns.next()
    count += 1
    rules.insert(Rule.test("r\(count)", next.source, flags: next.flags), at: random.below(rules.count + 1))
  }
}

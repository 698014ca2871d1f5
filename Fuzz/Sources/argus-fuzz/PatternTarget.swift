import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules

/// This is any pattern on any text: the lints and the sampler take it, what is compiled finds what PCRE2 alone finds, and
/// no value has a length that the pattern's syntax rules out.
///
/// The first byte says the flags; the pattern and the texts are divided by 0xFF.
enum PatternTarget {
  /// Longer ones only take longer.
  private static let longestPattern = 64
  private static let longestText = 200

  static func run(_ bytes: [UInt8]) {
    let parts = bytes.dropFirst().split(separator: 0xFF, maxSplits: 4, omittingEmptySubsequences: false)
    guard let head = bytes.first, let first = parts.first, first.count <= longestPattern,
      let source = String(validating: first, as: UTF8.self), !source.isEmpty, !source.contains("\0")
    else { return }
    let rules = FixedRules.rules([(source, PatternFlags(rawValue: head & 0x0F))])
    let pattern = rules[0].patterns[0]
    _ = RuleLinter().lint(RuleSet(rules: rules, packs: []))
    _ = PatternOutline(pattern)
    for conflict in pattern.repeatConflicts { _ = conflict.text(count: 8) }
    var texts = parts.dropFirst().map { Array($0.prefix(longestText)) }
    var random = SeededGenerator(seed: UInt64(bytes.count))
    if let sampler = PatternSampler(pattern) {
      for _ in 0..<2 { texts += sampler.sample(using: &random).map { [Array($0.prefix(longestText))] } ?? [] }
    }
    do {
      let compiler = RulesetCompiler(limits: ScanLimits(hitCapacity: head & 0x80 == 0 ? 32_768 : 4))
      let differential = Differential(try compiler.compile(RuleSet(rules: rules, packs: []), number: 1))
      try differential.compareAloneAndTogether(texts)
      if let difference = differential.descriptions.first { fatalError(difference) }
    } catch {
      fatalError("the engine fails: \(error)")
    }
    guard let lengths = LengthSet.ofValue(in: pattern, .automatic), let oracle = Oracle(pattern) else { return }
    for found in texts.flatMap({ oracle.matches(in: $0) ?? [] }) where !lengths.contains(found.value.count) {
      fatalError("\(pattern.source.debugDescription) has a value of \(found.value.count) bytes")
    }
  }
}

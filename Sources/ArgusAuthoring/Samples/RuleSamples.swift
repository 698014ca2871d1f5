import ArgusInspection
public import ArgusKit
import ArgusMatcher
public import ArgusRules

/// This is made-up texts that one rule's patterns match, each confirmed by PCRE2.
///
/// Where a check demands a checksum that can be worked out, the value carries the right one; where context is demanded,
/// a word of it stands beside. A pattern whose syntax is not followed has none: its examples must do.
public struct RuleSamples: Sendable {
  public struct Sample: Sendable, Hashable {
    public var text: [UInt8]
    /// Index into the rule's patterns.
    public var pattern: Int
    /// In bytes of ``text``.
    public var value: ByteSpan
  }

  public private(set) var samples: [Sample] = []
  /// Patterns, by index, for which nothing could be drawn.
  public private(set) var barren: [Int] = []

  private static let triesPerSample = 96

  /// Draws up to `count` samples of each pattern.
  ///
  /// - Parameters:
  ///   - companions: texts that the rule's `requires` ask for, put behind each sample.
  public init(of rule: Rule, count: Int, companions: [[UInt8]] = []) {
    guard let probe = PatternProbe(rule) else {
      barren = Array(rule.patterns.indices)
      return
    }
    var generator = SeededGenerator(text: rule.id)
    for (index, pattern) in rule.patterns.enumerated() {
      var found: [Sample] = []
      if let sampler = PatternSampler(pattern) {
        for _ in 0..<(count * Self.triesPerSample) where found.count < count {
          guard let draw = sampler.sample(using: &generator) else { continue }
          if let sample = Self.sample(draw, of: rule, index, probe, companions), !found.contains(sample) {
            found.append(sample)
          }
        }
      }
      if found.isEmpty { barren.append(index) }
      samples += found
    }
  }

  private static func sample(
    _ draw: [UInt8], of rule: Rule, _ pattern: Int, _ probe: PatternProbe, _ companions: [[UInt8]]
  ) -> Sample? {
    let neighbours = (rule.context?.any.first.map { [Array($0.utf8)] } ?? []) + companions
    let tail = neighbours.map { [0x20] + $0 }.joined()
    let head = neighbours.map { $0 + [0x20] }.joined()
    // Neighbours behind, else before: one of the two leaves an anchored pattern alone.
    for text in neighbours.isEmpty ? [draw] : [draw + tail, head + draw] {
      guard let match = match(text, pattern, probe) else { continue }
      return repaired(Sample(text: text, pattern: pattern, value: match.value), rule, probe)
    }
    return nil
  }

  private static func repaired(_ sample: Sample, _ rule: Rule, _ probe: PatternProbe) -> Sample {
    var sample = sample
    for case .checksum(let kind) in rule.checks {
      let range = sample.value.start..<sample.value.end
      guard let value = kind.repaired(Array(sample.text[range])) else { continue }
      var text = sample.text
      text.replaceSubrange(range, with: value)
      guard let match = match(text, sample.pattern, probe) else { continue }
      sample = Sample(text: text, pattern: sample.pattern, value: match.value)
    }
    return sample
  }

  private static func match(_ text: [UInt8], _ pattern: Int, _ probe: PatternProbe) -> PatternProbe.Match? {
    probe.firstMatches(in: text.span).first { $0.pattern == pattern }
  }

  /// Samples of `rule` with the companions it demands, looked up in `rules`.
  public static func complete(_ rule: Rule, count: Int, among rules: [String: Rule]) -> RuleSamples {
    let companions = rule.requires.filter { !$0.isOptional }.compactMap { demand -> [UInt8]? in
      guard demand.rule != rule.id, let other = rules[demand.rule] else { return nil }
      return RuleSamples(of: other, count: 1).samples.first?.text
        ?? other.examples.match.first.map { Array($0.text.utf8) }
    }
    return RuleSamples(of: rule, count: count, companions: companions)
  }
}

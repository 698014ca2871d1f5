import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// This is one ruleset that looks at texts whole and in pieces.
struct StreamDifferential {
  let generation: RulesetGeneration
  private let isStreamable: [Bool]
  private let holdBack: Int

  init(rules: [Rule], limits: ScanLimits = ScanLimits()) throws {
    generation = try RulesetCompiler(limits: limits).compile(RuleSet(rules: rules, packs: []), number: 1)
    let left = Set(generation.unstreamableRules)
    isStreamable = generation.rules.map { !left.contains($0.id) }
    holdBack =
      generation.assignments.filter { !left.contains($0.ruleID) }.compactMap(\.holdBack).max() ?? 0
  }

  var streamableRules: Int { isStreamable.count { $0 } }

  /// This is what a text holds, in an order of its own; nil where PCRE2 gave up.
  func whole(_ text: [UInt8]) throws -> [RuleMatch]? {
    var arena = FieldArena()
    arena.append(field: text)
    let report = try generation.scan(arena)
    guard report.unknowns.isEmpty else { return nil }
    return sorted(report.matches.filter { isStreamable[$0.rule] })
  }

  /// Feeds `text` cut before each of `cuts`, in ascending order, and compares with the whole; what has been released
  /// must stay free of matches, and no more may be held back than is stated.
  /// - Returns: The first difference, in words; nil where there is none.
  func difference(_ text: [UInt8], cuts: [Int], from expected: [RuleMatch]) throws -> String? {
    var scanner = StreamScanner(generation)
    var found: [RuleMatch] = []
    var start = 0
    for cut in cuts + [text.count] {
      let released = scanner.releasable
      let report = try scanner.feed(text[start..<cut].span)
      start = cut
      if let late = report.matches.first(where: { $0.span.start < released }) {
        return "\(late.span) of \(generation.rules[late.rule].id) was released up to \(released)"
      }
      found += report.matches
      if scanner.releasable < released { return "released \(released), then \(scanner.releasable)" }
      if scanner.byteCount - scanner.releasable > holdBack {
        return "\(scanner.byteCount - scanner.releasable) bytes are held back, \(holdBack) are stated"
      }
      if !report.unknowns.isEmpty { return nil }
    }
    let released = scanner.releasable
    let rest = try scanner.finish()
    if let late = rest.matches.first(where: { $0.span.start < released }) {
      return "at the end, \(late.span) of \(generation.rules[late.rule].id) was released up to \(released)"
    }
    if !rest.unknowns.isEmpty { return nil }
    found = sorted(found + rest.matches)
    guard found != expected else { return nil }
    let missing = expected.filter { !found.contains($0) }.map(name)
    let extra = found.filter { !expected.contains($0) }.map(name)
    return
      "missing \(missing), extra \(extra), cut at \(cuts) in \(String(decoding: text, as: UTF8.self).debugDescription)"
  }

  private func name(_ match: RuleMatch) -> String {
    let pattern = generation.rules[match.rule].patterns[match.pattern]
    return "\(match.span) of \(pattern.source.debugDescription) (flags \(pattern.flags.rawValue))"
  }

  private func sorted(_ matches: [RuleMatch]) -> [RuleMatch] {
    matches.sorted { ($0.rule, $0.pattern, $0.span.start) < ($1.rule, $1.pattern, $1.span.start) }
  }
}

extension StreamDifferential {
  /// Compares the whole with every cut in two, every byte alone, and `triples` cuts in three; returns the number of
  /// matches in the text.
  @discardableResult
  func compare(
    _ text: [UInt8], triples: Int = 0, _ random: inout SeededGenerator,
    _ location: Testing.SourceLocation = #_sourceLocation
  ) throws -> Int {
    guard let expected = try whole(text) else { return 0 }
    var cuttings = (0...text.count).map { [$0] }
    cuttings.append(Array(0...text.count))
    cuttings.append([0, 0] + Array(stride(from: 0, to: text.count, by: 3)))
    for _ in 0..<triples {
      let cut = random.below(text.count + 1)
      cuttings.append([cut, cut + random.below(text.count - cut + 1)])
    }
    for cuts in cuttings {
      if let difference = try difference(text, cuts: cuts, from: expected) {
        Issue.record("\(difference)", sourceLocation: location)
        return expected.count
      }
    }
    return expected.count
  }
}

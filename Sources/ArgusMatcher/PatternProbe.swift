public import ArgusKit
public import ArgusRules

/// This is one rule searched by PCRE2 alone, without any automaton: what its author's tools ask about single texts.
///
/// It is no way to scan: each search goes over the whole text. One thread uses it at a time.
public final class PatternProbe {
  /// This is one match of one pattern.
  public struct Match: Sendable, Hashable {
    /// Index into the rule's patterns.
    public var pattern: Int
    public var span: ByteSpan
    /// The part that is the finding's value.
    public var value: ByteSpan
  }

  private static let shelf = RegexShelf(previous: nil, plans: nil)
  private let patterns: [CompiledPattern]
  private let searcher: PCRE2Searcher

  /// nil where the rule does not compile or there is no memory.
  public init?(_ rule: Rule) {
    guard let compiled = try? RuleCompilation(rule: rule, regexes: Self.shelf).patterns(rule: 0) else { return nil }
    let captures = compiled.map(\.regex.captureCount).max() ?? 0
    guard let searcher = try? PCRE2Searcher(captures: captures, limits: ScanLimits()) else { return nil }
    patterns = compiled
    self.searcher = searcher
  }

  /// The first match of each pattern that has one, in the order of the patterns. A search that PCRE2 gives up on
  /// found nothing.
  public func firstMatches(in text: Span<UInt8>) -> [Match] {
    unsafe text.withUnsafeBufferPointer { text in
      patterns.compactMap { pattern in unsafe match(pattern, in: text) }
    }
  }

  private func match(_ pattern: CompiledPattern, in text: UnsafeBufferPointer<UInt8>) -> Match? {
    guard
      case .match(let start, let end) = unsafe searcher.search(pattern.regex, in: text, from: 0, lastStart: text.count),
      start < end
    else { return nil }
    let span = ByteSpan(start: start, end: end)
    let group = pattern.valueGroups.lazy.compactMap { self.searcher.group($0) }.first
    return Match(
      pattern: pattern.pattern, span: span, value: group.map { ByteSpan(start: $0.start, end: $0.end) } ?? span)
  }

  /// Where `pattern`, which need be no rule's, first matches in `text`; nil where it does not, or does not compile.
  /// The match may be empty.
  public static func firstMatch(of pattern: RulePattern, in text: Span<UInt8>) -> ByteSpan? {
    guard let regex = try? shelf.regex(for: pattern),
      let searcher = try? PCRE2Searcher(captures: regex.captureCount, limits: ScanLimits())
    else { return nil }
    return unsafe text.withUnsafeBufferPointer { text in
      guard case .match(let start, let end) = unsafe searcher.search(regex, in: text, from: 0, lastStart: text.count)
      else { return nil }
      return ByteSpan(start: start, end: max(start, end))
    }
  }
}

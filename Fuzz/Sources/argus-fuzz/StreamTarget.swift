import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is a text in pieces beside the same text whole; any difference stops the run.
///
/// The first byte says how many of the next ones are the lengths of pieces, which are used in turn; from 192 on they
/// stand for large ones.
enum StreamTarget {
  private static let patterns: [FixedRules.Pattern] = [
    ("^a", []), ("a$", []), ("\\Aab\\z", []), ("^ab$", .multiline), ("(?:^|-)a(?:-|$)", []), ("a\\n?$", []),
    ("b\\n^a", .multiline), ("\\n$", .multiline), ("a\\Z", []), ("\\b\\w{2,3}\\b", []), ("\\Ba\\B", []), ("a(?=b)", []),
    ("(?<![a-z])ab(?![a-z])", []), ("a{1,5}+b", []), ("(?>.{1,4}?a)-", []), ("a|ab", []), ("ab|a", []),
    ("(?:.|\\n){0,4}?b-", []), ("[ab]{0,5}?a-", []), ("a\\Rb", []), ("a\\R", []), ("[^\\w]a", []), ("a(?!b|$)", []),
    ("(?<=a\\n)b{1,3}(?=\\s|\\z)", []), ("(?:a|b|ab){1,6}?-", []), ("(?=[ab]{3})a.", []), ("a(?:b(?=a)|-){1,3}", []),
    ("key_[0-9a-f]{8}", .caseless), ("(?:^|[^a-z0-9_])(tok_[a-z]{4,8})(?:[^a-z0-9_]|$)", []),
    ("-----BEGIN[ -~]{0,20}-----[\\s\\S]{1,64}?-----END", []),
    ("(?<value>[a-z]{2,8})://[^\\s:@]{1,16}:([^\\s@]{1,16})@", []),
    ("(?i)pass(?:word)?\\s{0,3}[:=]\\s{0,3}['\"]?([^\\s'\"]{4,16})", []),
  ]

  private static let generation: RulesetGeneration = {
    let generation = FixedRules.generation(FixedRules.rules(patterns))
    guard generation.unstreamableRules.isEmpty else { fatalError("the fixed patterns are streamable") }
    return generation
  }()

  static func run(_ bytes: [UInt8]) {
    guard let head = bytes.first else { return }
    let lengths = bytes.dropFirst().prefix(Int(head % 16)).map { $0 < 192 ? Int($0) : (Int($0) - 160) * 16 }
    let text = Array(bytes.dropFirst(1 + lengths.count))
    var arena = FieldArena()
    arena.beginField()
    arena.append(text.span.bytes)
    arena.endField()
    guard let whole = try? generation.scan(arena) else { fatalError("a small arena is scanned") }
    guard whole.unknowns.isEmpty, let found = pieces(of: text, lengths) else { return }
    let order: (RuleMatch, RuleMatch) -> Bool = { ($0.rule, $0.span.start) < ($1.rule, $1.span.start) }
    let expected = whole.matches.sorted(by: order)
    let actual = found.sorted(by: order)
    if let rule = patterns.indices.first(where: { rule in
      expected.filter { $0.rule == rule } != actual.filter { $0.rule == rule }
    }) {
      let spans = [expected, actual].map { $0.filter { $0.rule == rule }.map(\.span) }
      fatalError("pattern \(patterns[rule].source): \(spans[0]) is not \(spans[1])")
    }
  }

  /// The matches of the text in pieces; nil where PCRE2 gives up.
  private static func pieces(of text: [UInt8], _ lengths: [Int]) -> [RuleMatch]? {
    let holdBack = generation.assignments.compactMap(\.holdBack).max() ?? 0
    var scanner = StreamScanner(generation)
    var found: [RuleMatch] = []
    var start = 0
    var turn = 0
    while start < text.count {
      let length = lengths.isEmpty ? 1 : lengths[turn % lengths.count]
      turn += 1
      // Many empty pieces say no more than one does.
      let end = min(text.count, start + (turn % 4 == 0 ? max(1, length) : length))
      let released = scanner.releasable
      guard let report = try? scanner.feed(text.span.extracting(start..<end)) else { fatalError("there is memory") }
      guard report.unknowns.isEmpty else { return nil }
      if report.matches.contains(where: { $0.span.start < released }) {
        fatalError("a match lies in what was released")
      }
      if scanner.byteCount - scanner.releasable > holdBack { fatalError("more is held back than stated") }
      found += report.matches
      start = end
    }
    let released = scanner.releasable
    guard let rest = try? scanner.finish() else { fatalError("there is memory") }
    if rest.matches.contains(where: { $0.span.start < released }) { fatalError("a match lies in what was released") }
    return rest.unknowns.isEmpty ? found + rest.matches : nil
  }
}

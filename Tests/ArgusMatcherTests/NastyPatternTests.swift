import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Patterns chosen for the constructs in which two engines could disagree, or which see a field's edge.
@Suite struct NastyPatternTests {
  static let patterns: [(String, PatternFlags)] = [
    // Edges of fields and lines.
    ("^a", []), ("a$", []), ("^a$", []), ("\\Aa", []), ("a\\z", []), ("a\\Z", []), ("\\Aab\\z", []), ("^a", .multiline),
    ("a$", .multiline), ("^ab$", .multiline), ("(?m)^a|b$", []), ("(?:^|-)a(?:-|$)", []), ("a\\n?$", []),
    ("a\\s*$", []),
    ("(?-m:^)a", .multiline), ("(?-m)a$", .multiline), ("a$\\nb", .multiline), ("a\\Z\\n", []), ("[^b]$", []),
    ("^[^b]", []), ("^\\na", .multiline), ("a+$|b+", []), ("(?:^|\\n)b", []), ("(a|^)b", []), ("a(b|$)", []),
    ("[^a]b\\z", []), ("x|a\\n\\z", []),
    // Word edges.
    ("\\ba", []), ("a\\b", []), ("\\Ba", []), ("a\\B", []), ("\\bab\\b", []), ("\\b-", []), ("-\\b", []), ("-\\B", []),
    ("\\B-a\\b", []), ("\\b(a+)\\b", []), ("\\b\\w{2,3}\\b", []), ("(?i)\\bA", []),
    // Lookaround.
    ("a(?=b)", []), ("a(?!b)", []), ("(?<=b)a", []), ("(?<!b)a", []), ("(?<![a-z])ab(?![a-z])", []), ("a(?=\\n)", []),
    ("a(?![^b])", []), ("(?<=^)a", []), ("(?<=\\n)a", []), ("(?<!\\n)a", []), ("a(?=$)", []), ("(?=a)[ab]{2}", []),
    ("(?!ab)[ab]{2}", []), ("a(?=.*b)", []), ("(?<=a{2})b", []), ("(?=(a+))b|\\1-", []), ("(?:(?=a)|b)a", []),
    // Choice of the match.
    ("a|ab", []), ("ab|a", []), ("a*?b", []), ("a+?", []), ("a{1,3}?b?", []), ("(a|b)*?-", []), ("a.*b", []),
    ("a.*?b", []),
    ("a.*b", .dotall), ("a.*?b", .dotall), ("a[^-]*b", []), ("(?:a|b|ab)+-", []), (".{0,3}a", []), (".{0,3}?ab", []),
    ("[ab]{0,5}?a-", []), ("(?:.|\\n){0,4}?b-", []), ("a{2,}", []), ("a{2}", []), ("(?:ab){2,3}", []), ("a?b", []),
    (".*a", []), (".*a", .dotall), ("(?s).*?b", []), ("a{1,2}b{0,2}", []), ("(?:a{1,2}){2,3}b", []), ("(a)|(b)", []),
    ("(?<value>b)|a", []), ("a(?<value>b)?", []), ("(-)?a(?<value>b?)", []), ("((a)|b)+-", []),
    // Atomic groups, possessive repeats, back-references, `\K`, `\G`, verbs, recursion.
    ("a++b", []), ("a*+b", []), ("a?+a", []), ("(?>a+)b", []), ("(?>a|ab)-", []), ("(?>.+?a)-", []), ("(a|b)\\1", []),
    ("(a+)-\\1", []),
    ("(?<x>a+)b\\k<x>", []), ("(a)\\g{-1}", []), ("a\\Kb", []), ("a\\K", []), ("ab?\\K", []), ("\\Ga", []),
    ("a|\\Gb", []),
    ("a(*SKIP)b|a", []), ("a(*COMMIT)b", []), ("(*LF)a.", []), ("(*CRLF)a.", []), ("\\((?:[^()]|(?R))*\\)", []),
    ("(a)(?1)b", []), ("(a)?(?(1)b|-)", []), ("(?|a(b)|b(a))-", []), ("a(?C)b", []), ("(?i:a)b", []),
    ("(a(?i)b|c)", []),
    ("(?i)a(?-i)b", []), ("(?i)(a)\\1", []), ("(?U)a+", []), ("(?x) a b # c\n -", []), (" a \\  b", .extended),
    ("a #x\n+ b", .extended), ("(?x: a ) b", []), ("a(?#x)+", []), ("\\Qa-\\E+", []), ("\\Q\\E-", []),
    // Classes and escapes.
    ("a\\Rb", []), ("a\\R+", []), ("a\\hb", []), ("a\\v", []), ("a\\H", []), ("a\\V", []), ("a\\s", []), ("a\\S", []),
    ("a\\N", []),
    ("a\\N*b", []), ("a\\C", []), ("[[:alpha:]]-", []), ("[[:^alpha:]]a", []), ("[^\\w]a", []), ("[\\w-]+ ", []),
    ("[a\\-b]+", []),
    ("[]a]+", []), ("[^]a]+", []), ("[\\n]a", []), ("[\\x61-\\x62]{3}", []), ("\\x61", []), ("\\x{61}b", []),
    ("\\141-", []),
    ("\\060", []), ("a{,2}", []), ("a{", []), ("{a", []), ("a{b}", []), ("a{1", []), ("\\cJ", []), ("[a-b-]+", []),
    ("[\\d-a]", []),
    ("[[:upper:]]", .caseless), ("[^[:^upper:]]", .caseless), ("[^A]b", .caseless), ("[\\b]", []),
    ("\\e|\\f|\\a|\\t", []),
    ("\u{e9}a", .caseless), ("[\u{e9}]", []), ("A", .caseless), ("aB-", .caseless), ("\\p{L}a", []), ("a\\X", []),
    ("(?s:.)a", []),
    // Widths.
    ("a[ab]{0,300}-", []), ("a{20,40000}", []), ("(?:a|b|-){3,600}\\n", []), ("a(?:b{0,3}-){0,3}a", []),
    ("(?:a?){5}b", []),
  ]

  static let rules = patterns.enumerated().map { Rule.test("p\($0.offset)", $0.element.0, flags: $0.element.1) }

  static let edges: [String] = [
    "", "a", "b", "-", "\n", "a\n", "\na", "a\n\n", "\n\na", "ab", "ba", "aa", "a-", "-a", "a b", "ab\n", "\nab", "aab",
    "abab", "a\nb", "a\r\nb", "a\rb", "a\u{0}b", "a\u{b}", "a\u{85}", "a\u{a0}b", "(a(b)-)", "A", "aB-", "AB", "aa-aa",
    "ab-ab", "aaab-", "0ab0a-", "a\n-\nb", "\u{e9}a", "a\u{1b}", "a{", "a{,2}", "{a", "a{b}", "a{1", "aa\n-a", "-ab-",
    "_a_",
    "a0b",
  ]

  @Test func everyEdgeTextAloneAndAsNeighbours() throws {
    let differential = try Differential(rules: Self.rules)
    try differential.compareAloneAndTogether(Self.edges.map { Array($0.utf8) })
    differential.expectAgreement("nasty patterns, edge texts")
  }

  @Test func everyPatternAloneInItsDatabase() throws {
    var pairs = 0
    for rule in Self.rules {
      let differential = try Differential(rules: [rule])
      try differential.compare(Self.edges.map { Array($0.utf8) })
      pairs += differential.pairs
      #expect(differential.differences == 0)
    }
    print("differential (one pattern a database): \(pairs) pairs")
  }

  @Test func randomTextsOverASmallAlphabet() throws {
    let differential = try Differential(rules: Self.rules)
    var random = SeededGenerator(seed: 1)
    let alphabet = Array("aaabbb-- \n\nAB0_\r".utf8)
    for _ in 0..<400 {
      try differential.compare((0..<random.below(6) + 1).map { _ in random.bytes(random.below(24), of: alphabet) })
    }
    for _ in 0..<20 {
      try differential.compare([random.bytes(700, of: alphabet), random.bytes(700, of: [0x61, 0x62])])
    }
    differential.expectAgreement("nasty patterns, random texts")
  }

  @Test func randomBytes() throws {
    let differential = try Differential(rules: Self.rules)
    var random = SeededGenerator(seed: 2)
    for _ in 0..<60 {
      try differential.compare((0..<3).map { _ in random.bytes(random.below(300), of: Array(0...255)) })
    }
    differential.expectAgreement("nasty patterns, random bytes")
  }
}

import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Every construct that denotes a set of bytes, on every byte: the automaton and PCRE2 must hold the same set.
@Suite struct ByteClassTests {
  static let classes = [
    "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\h", "\\H", "\\v", "\\V", "\\N", ".", "(?s:.)", "[^a]", "(?i:k)",
    "(?i:[^k])",
    "(?i:[j-l])", "(?i:[^J-L])", "[[:alpha:]]", "[[:lower:]]", "[[:upper:]]", "(?i:[[:upper:]])", "(?i:[[:^upper:]])",
    "(?i:[^[:lower:]])", "[[:alnum:]]", "[[:ascii:]]", "[[:blank:]]", "[[:cntrl:]]", "[[:digit:]]", "[[:graph:]]",
    "[[:print:]]",
    "[[:punct:]]", "[[:space:]]", "[[:word:]]", "[[:xdigit:]]", "[[:^punct:]]", "[^[:space:]]", "[\\w.-]", "[\\s\\d]",
    "[^\\W_]",
    "[\\x80-\\xff]", "[^\\x80-\\xff]", "(?i:[\\xc0-\\xff])", "(?i:\\xe9)", "[\\b]", "[\\e\\a\\f\\t]", "[a\\]b]",
    "[]-a]", "[^]-a]",
    "[+--]", "[\\-a]", "[a-]", "[-a]", "[.]", "[$^|]", "\\x{e9}", "\\x0", "\\0", "\\012", "[\\n-\\r]", "[\\x00-\\x1f]",
    "[\\v\\h]",
  ]

  @Test func everyClassHoldsTheSameBytesInBothEngines() throws {
    // The class stands between two letters that it may contain itself.
    let rules = Self.classes.enumerated().map { Rule.test("c\($0.offset)", "<\($0.element)>") }
    let differential = try Differential(rules: rules)
    try differential.compare((UInt8(0)...255).map { [0x3C, $0, 0x3E] })
    differential.expectAgreement("byte classes")
    #expect(differential.generation.assignments.allSatisfy { $0.tier == .automaton })
    #expect(differential.matches > 1_000)
  }

  @Test func wordBoundariesSeeEveryNeighbourAlike() throws {
    let rules = [
      ("b1", "\\bx"), ("b2", "x\\b"), ("b3", "\\Bx"), ("b4", "x\\B"), ("b5", "\\b[^x]x"), ("b6", "x[^x]\\b"),
    ]
    let differential = try Differential(rules: rules.map { Rule.test($0.0, $0.1) })
    try differential.compareAloneAndTogether((UInt8(0)...255).flatMap { [[$0, 0x78], [0x78, $0], [$0, 0x78, $0]] })
    differential.expectAgreement("word boundaries")
    #expect(differential.generation.assignments.allSatisfy { $0.tier == .automaton })
  }
}

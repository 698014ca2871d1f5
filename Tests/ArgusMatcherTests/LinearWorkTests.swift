import ArgusKit
import ArgusMatcher
import ArgusOracle
import ArgusRules
import Testing

/// Twice the text is about twice the work, whatever the text. Work is counted, not timed.
@Suite struct LinearWorkTests {
  /// Patterns that read ahead without a bound, look ahead without one, or try many ways; and a unit that makes them.
  private static let hostile: [(pattern: String, unit: String)] = [
    ("x[^y]*z(?!w)", "xzw"), ("k(?=.*!)", "k"), ("(?s)a.*b(?<!ab|bb|-b)", "ab"), ("(?<![a-z])[a-z]+-", "a-"),
    ("(?:a{1,9}){1,9}-(?!x)", "aaaaaaaaaaaaaaaaaa-x"), ("[^\\n]{0,60}a[^\\n]{0,60}b[^\\n]{0,60}c(?!c)", "abcc"),
    ("(['\"])[^;]*\\1;(?!;)", "'';;"), ("(*COMMIT)q[^r]*r(?!s)", "qrs"), ("\\p{Lu}[^;]*;(?!;)", "A;;"),
    ("\\b\\w+@\\w+\\.(?!c)", "a@a.c"),
  ]

  private func work(_ generation: RulesetGeneration, _ text: [UInt8]) throws -> (ScanWork, [MatchReport.Unknown]) {
    var arena = FieldArena()
    arena.append(field: text)
    let report = try generation.scan(arena)
    return (report.work, report.unknowns)
  }

  @Test(arguments: hostile)
  func doublingAHostileTextAboutDoublesTheWork(pattern: String, unit: String) throws {
    let limits = ScanLimits(stepBudget: 20_000, stepsPerByte: 50)
    let generation = try RulesetCompiler(limits: limits).compile(
      RuleSet(rules: [Rule.test("r", pattern)], packs: []), number: 1)
    #expect(generation.quarantined.isEmpty)
    for size in [32 << 10, 128 << 10] {
      let text = Array(String(repeating: unit, count: size / unit.utf8.count).utf8)
      let (once, _) = try work(generation, text)
      let (twice, unknowns) = try work(generation, text + text)
      #expect(twice.searches <= 2 * once.searches + 16)
      #expect(twice.starts <= 2 * once.starts + 5_000)
      #expect(twice.steps <= 2 * once.steps + 21_000 + 50 * 2 * text.count - 50 * text.count)
      #expect(twice.steps <= 20_000 + 50 * (2 * text.count + 3) + 1)
      #expect(unknowns.allSatisfy { ["step budget", "match limit"].contains($0.reason) })
    }
  }

  @Test func manyFieldsShareOneBudget() throws {
    let limits = ScanLimits(stepBudget: 10_000, stepsPerByte: 1)
    let generation = try RulesetCompiler(limits: limits).compile(
      RuleSet(rules: [Rule.test("r", "x[^y]*z(?!w)")], packs: []), number: 1)
    var arena = FieldArena()
    for _ in 0..<200 { arena.append(field: Array(String(repeating: "xzw", count: 50).utf8)) }
    let report = try generation.scan(arena)
    #expect(report.work.steps <= 10_000 + arena.bytes.count + 1)
    #expect(report.unknowns.allSatisfy { $0.reason == "step budget" })
    #expect(!report.unknowns.isEmpty && report.unknowns.count <= 200)
  }

  @Test func anOrdinaryTextIsNotCounted() throws {
    let generation = try RulesetCompiler().compile(
      RuleSet(rules: [Rule.test("r", "key_[a-z]{4}")], packs: []), number: 1)
    let text = String(repeating: "key_abcd and some words about it. ", count: 3_000)
    let (work, unknowns) = try work(generation, Array(text.utf8))
    #expect(work.searches == 3_000 && work.steps == 0)
    #expect(unknowns.isEmpty)
  }

  @Test func whatIsCountedIsFoundAllTheSame() throws {
    // No allowance to speak of: a search without a bound is counted after 64 starts.
    let rules = [
      Rule.test("tail", "k[a-z]+"), Rule.test("ahead", "k(?=[^;]*;)"), Rule.test("lazy", "k[^;]*?;"),
      Rule.test("start", "\\Gk"), Rule.test("atomic", "(?>k[a-z]*)x?"), Rule.test("group", "(k)([a-z]+)\\2"),
    ]
    let differential = try Differential(rules: rules)
    var random = SeededGenerator(seed: 4)
    for _ in 0..<20 { try differential.compare([random.bytes(3_000, of: Array("kkabc;; \n".utf8))]) }
    try differential.compare([[UInt8](repeating: 0x6B, count: 1_500)])
    differential.expectAgreement("counted searches")
  }
}

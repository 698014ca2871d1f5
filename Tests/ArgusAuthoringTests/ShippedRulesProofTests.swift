import ArgusAuthoring
import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

/// What the shipped packs prove about the tools, and the tools about the packs.
@Suite struct ShippedRulesProofTests {
  @Test func everyProofOfTheShippedRulesHolds() throws {
    let report = RuleTest().run(try TestPack.shipped())
    #expect(report.errors.map(\.oneLine) == [])
    for kind in MutantKind.allCases { #expect((report.mutants.made[kind] ?? 0) > 20, "\(kind)") }
  }

  @Test func textsAreMadeFromEveryPatternAndMatchIt() throws {
    let rules = try TestPack.shipped().generation.rules
    var barren: [String] = []
    for rule in rules {
      let drawn = RuleSamples(of: rule, count: 3)
      if !drawn.barren.isEmpty { barren.append(rule.id) }
      let probe = try #require(PatternProbe(rule))
      for sample in drawn.samples {
        let match = probe.firstMatches(in: sample.text.span).first { $0.pattern == sample.pattern }
        #expect(match?.value == sample.value, "\(rule.id)")
        let lengths = LengthSet.ofValue(in: rule.patterns[sample.pattern], rule.value)
        #expect(lengths?.contains(sample.value.count) ?? true, "\(rule.id)")
      }
    }
    #expect(barren == [])
  }

  @Test func aTraceTellsExactlyTheFindingsOfTraffic() throws {
    let generation = try TestPack.shipped().generation
    let inspector = Inspector(generation: generation, settings: InspectionSettings())
    for rule in generation.rules {
      for text in rule.examples.match.map(\.text) + rule.examples.noMatch.map(\.text) {
        let bytes = Array(text.utf8)
        let subject = InspectionSubject(provider: .generic, contentType: "text/plain")
        let live = inspector.inspect(bytes.span, subject).decision.findings
        let traced = inspector.judgements(bytes.span, subject).1.judgements.filter { $0.closedGate == nil }
        #expect(
          Set(live.flatMap(\.occurrences).compactMap(\.span)) == Set(traced.compactMap(\.bodySpan)), "\(rule.id)")
      }
    }
  }
}

import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

/// A text in pieces is judged as the whole text is.
@Suite struct StreamInspectorTests {
  private static let subject = InspectionSubject(provider: .anthropic, direction: .response, contentType: "text/plain")

  /// Every part of a judgement that looks at more than the value.
  private static let rules: [Rule] = [
    TestRules.canary,
    TestRules.rule("near", "K[0-9]{6}") {
      $0.context = ContextRequirement(any: ["secret"], distance: .bytes(12))
    },
    TestRules.rule("line", "L[0-9]{6}", severity: .high) {
      $0.context = ContextRequirement(any: ["secret"], distance: .lines(0))
    },
    TestRules.rule("pair", "P[0-9]{6}") {
      $0.requires = [CompanionRequirement(rule: "user", within: 20, location: TestRules.place)]
    },
    TestRules.rule("user", "U[0-9]{3}", severity: .warning),
    TestRules.rule("wide", "CANARY-[A-Z0-9]{8}-[0-9]{4}", severity: .critical),
    TestRules.rule("checked", "C[0-9]{4}") { $0.checks = [.not(Check.Exclusion(words: ["1234"]))] },
    TestRules.rule("allowed", "A[0-9]{4}") { $0.allow = RuleAllowlist(values: ["A0000"]) },
    TestRules.rule("asked", "CANARY") { $0.scope = RuleScope(directions: [.request]) },
    TestRules.rule("shadow", "S[0-9]{4}") { $0.mode = .shadow },
  ]

  private static let texts = [
    "a \(canary) b", "\(canary)-1234 and \(canary)-12x", "secret K123456", "K123456 is secret",
    "K123456 is no secret at all",
    "secret\nL123456", "L123456 is a long line about a secret\n", "P123456 U123", "U123 P123456",
    "U123 and much, much later P123456",
    "C1234 C9999", "A0000 A1111", "S1234", "\(placeholder) \(canary) [REDACTED:", "[REDACTED:canary \(canary)",
    "", "K123456", canary,
  ]

  private struct Seen: Hashable {
    var rule: String
    var span: ByteSpan?
    var action: Action?
    var confidence: Confidence
    var isShadow: Bool
  }

  private static func seen(_ findings: [Finding]) -> Set<Seen> {
    Set(
      findings.flatMap { finding in
        finding.occurrences.map {
          Seen(
            rule: finding.ruleID, span: $0.span, action: finding.action, confidence: finding.confidence,
            isShadow: finding.isShadow)
        }
      })
  }

  private func inspect(_ text: [UInt8], cuts: [Int], _ inspector: Inspector) -> [Finding] {
    var stream = StreamInspector(inspector, subject: Self.subject, location: "body")
    var findings: [Finding] = []
    var start = 0
    for cut in cuts + [text.count] {
      let released = stream.releasable
      let report = stream.feed(text.span.extracting(start..<cut))
      start = cut
      for finding in report.findings where (finding.action ?? .log) >= .redact && !finding.isShadow {
        #expect(finding.occurrences.allSatisfy { ($0.span?.start ?? 0) >= released }, "\(finding.ruleID) came too late")
      }
      #expect(report.releasable == stream.releasable && stream.releasable >= released)
      findings += report.findings
    }
    let rest = stream.finish()
    #expect(rest.releasable == text.count)
    return findings + rest.findings
  }

  @Test func everyCutGivesTheFindingsOfTheWholeText() throws {
    let inspector = try TestRules.inspector(Self.rules)
    var random = SeededGenerator(seed: 5)
    var found = 0
    for round in 0..<60 {
      let parts =
        round < Self.texts.count
        ? [Self.texts[round]] : (0..<3).map { _ in Self.texts.randomElement(using: &random) ?? "" }
      let text = Array(parts.joined(separator: [" ", "\n", ". and then "].randomElement(using: &random) ?? "").utf8)
      let whole = inspector.inspect(text.span, Self.subject).decision.findings
      let expected = Self.seen(whole)
      found += expected.count
      var cuttings = (0...text.count).map { [$0] }
      cuttings += [Array(0...text.count), Array(stride(from: 0, to: text.count, by: 7))]
      for cuts in cuttings {
        let actual = Self.seen(inspect(text, cuts: cuts, inspector))
        #expect(actual == expected, "cut at \(cuts) in \(String(decoding: text, as: UTF8.self))")
        if actual != expected { return }
      }
    }
    #expect(found > 50)
  }

  @Test func bytesOfAMatchAreHeldUntilItsContextHasCome() throws {
    let inspector = try TestRules.inspector(Self.rules)
    var stream = StreamInspector(inspector, subject: Self.subject, location: "content[0].text")
    #expect(stream.feed(Array("so K123456".utf8).span).releasable == 3)
    #expect(stream.feed(Array(" is".utf8).span).releasable == 3)
    let report = stream.feed(Array(" secret or no".utf8).span)
    #expect(report.findings.map(\.ruleID) == ["near"])
    #expect(
      report.findings.first?.occurrences == [
        Finding.Occurrence(location: "content[0].text", span: ByteSpan(start: 3, end: 10))
      ])
    #expect(report.releasable == 26)
  }

  @Test func rulesThatOnlyAlertHoldNothingBack() throws {
    let inspector = try TestRules.inspector([TestRules.rule("alert", "K[0-9]{6}", severity: .high)])
    var stream = StreamInspector(inspector, subject: Self.subject, location: "body")
    #expect(stream.feed(Array("so K123".utf8).span).releasable == 7)
    #expect(stream.feed(Array("456".utf8).span).findings.map(\.action) == [.alert])
  }

  @Test func anUnknownOutcomeFollowsTheFailModeOnce() throws {
    let generation = try RulesetCompiler(limits: ScanLimits(matchLimit: 500)).compile(
      RuleSet(rules: [TestRules.rule("slow", "(?:a{1,9}){1,9}-(?!x)")], packs: []), number: 1)
    for mode in FailMode.allCases {
      let inspector = Inspector(generation: generation, settings: InspectionSettings(failMode: mode))
      var stream = StreamInspector(inspector, subject: Self.subject, location: "body")
      var findings: [Finding] = []
      var unknowns: [String] = []
      for _ in 0..<5 {
        let report = stream.feed(Array("aaaaaaaaaaaaaaaaaaa-x".utf8).span)
        findings += report.findings
        unknowns += report.unknowns.map { "\($0.ruleID): \($0.reason)" }
      }
      #expect(unknowns == ["slow: match limit"])
      #expect(findings.map(\.action) == [mode == .closed ? .block : .log])
    }
  }

  @Test func aLongStreamKeepsLittleAndFindsAll() throws {
    let inspector = try TestRules.inspector(Self.rules)
    var stream = StreamInspector(inspector, subject: Self.subject, location: "body")
    var found = 0
    let line = Array("A line of text without anything in it, and then \(canary) at its end.\n".utf8)
    for _ in 0..<20_000 {
      let report = stream.feed(line.span)
      found += report.findings.reduce(0) { $0 + $1.count }
    }
    found += stream.finish().findings.reduce(0) { $0 + $1.count }
    #expect(found == 20_000)
  }
}

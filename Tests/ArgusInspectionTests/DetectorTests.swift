import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Testing

/// Finds one word in every field.
struct WordDetector: Detector {
  var name = "words"
  var word = "secretword"
  var action: Action?

  func scan(_ fields: [ScanField], allowlist: AllowlistMatcher) throws -> [Finding] {
    fields.filter { $0.text.contains(word) }.map { field in
      Finding(
        detector: "", type: "word", severity: .critical, valuePreview: "****", matchedValue: Sensitive(word),
        action: action, occurrences: [Finding.Occurrence(location: field.path, span: nil)])
    }
  }
}

struct FailingDetector: Detector {
  struct Failure: Error {}
  let name = "failing"
  func scan(_ fields: [ScanField], allowlist: AllowlistMatcher) throws -> [Finding] { throw Failure() }
}

@Suite struct DetectorTests {
  @Test func detectorFindingsAreCutInTheBody() throws {
    let settings = InspectionSettings(detectors: [WordDetector()])
    let text = #"{"a":"x \u0073ecretword secretword","b":"secretword"}"#
    let outcome = try TestRules.inspector(settings: settings).inspect(text)
    #expect(outcome.sent(text) == #"{"a":"x [REDACTED:word] [REDACTED:word]","b":"[REDACTED:word]"}"#)
    #expect(outcome.decision.findings.map(\.detector) == ["words"])
    #expect(outcome.decision.findings.map(\.count) == [3])
  }

  @Test func detectorsAndRulesShareOneDecision() throws {
    let settings = InspectionSettings(prioritisedDetectors: [WordDetector(action: .block)])
    let outcome = try TestRules.inspector(settings: settings).inspect("[\"secretword\",\"\(canary)\"]")
    #expect(outcome.isBlocked)
    #expect(Set(outcome.types) == ["word", "canary"])
  }

  @Test func aDetectorsKeyIsNeverShown() throws {
    let settings = InspectionSettings(detectors: [WordDetector()])
    let outcome = try TestRules.inspector(settings: settings).inspect("{\"secretword\":\"\(canary)\"}")
    #expect(outcome.locations.sorted() == ["{key}", "{key}"])
  }

  @Test func allowListsHoldForDetectorsToo() throws {
    let settings = InspectionSettings(
      allowlist: AllowlistMatcher(values: ["words": ["secret*"]]), detectors: [WordDetector()])
    #expect(try TestRules.inspector(settings: settings).inspect(#"["secretword"]"#).types.isEmpty)
  }

  @Test func aThrowingDetectorFollowsTheFailMode() throws {
    let text = "[\"secretword\"]"
    let detectors: [any Detector] = [FailingDetector(), WordDetector(action: .alert)]
    let closed = try TestRules.inspector(settings: InspectionSettings(detectors: detectors)).inspect(text)
    #expect(closed.isBlocked)
    #expect(Set(closed.types) == ["scan_error", "word"])
    let open = try TestRules.inspector(settings: InspectionSettings(failMode: .open, detectors: detectors)).inspect(
      text)
    #expect(open.isForwarded)
    #expect(open.decision.findings.first { $0.type == "scan_error" }?.action == .log)
  }
}

@Suite struct UnknownOutcomeTests {
  /// Needs far more steps on the text below than the limit grants.
  private let pump = TestRules.rule("t.pump", "([a-z]+)+-\\1!", type: "pump")
  private let text = "{\"a\":\"" + String(repeating: "a", count: 60) + "-b!\"}"

  private func inspector(_ rule: Rule, _ settings: InspectionSettings = InspectionSettings()) throws -> Inspector {
    let compiler = RulesetCompiler(limits: ScanLimits(matchLimit: 200))
    return Inspector(
      generation: try compiler.compile(RuleSet(rules: [rule], packs: []), number: 1), settings: settings)
  }

  @Test func unknownOutcomesFollowTheFailMode() throws {
    let closed = try inspector(pump).inspect(text)
    try #require(!closed.unknowns.isEmpty)
    #expect(closed.unknowns.map(\.ruleID) == ["t.pump"])
    #expect(closed.isBlocked)
    #expect(closed.decision.findings.map(\.ruleID) == ["t.pump"])
    let open = try inspector(pump, InspectionSettings(failMode: .open)).inspect(text)
    #expect(open.isForwarded)
    #expect(open.types == ["scan_error"])
  }

  @Test func unknownOutcomesOfShadowRulesNeverAct() throws {
    var shadow = pump
    shadow.mode = .shadow
    let outcome = try inspector(shadow).inspect(text)
    #expect(outcome.isForwarded)
    #expect(outcome.unknowns.count == 1)
  }
}

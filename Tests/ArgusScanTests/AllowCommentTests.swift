import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import ArgusScan
import Testing

@Suite struct AllowCommentTests {
  private func result(_ text: String, today: String = "2026-01-15", strict: Bool = false, name: String = "a.txt") throws
    -> ScanResult
  {
    let tree = try TemporaryTree()
    try tree.write(name, text)
    let scan = try ScanHarness.scan(today: today) { $0.tellsUnusedComments = strict }
    return try #require(ScanHarness.results(scan, [tree.path]).first)
  }

  @Test(arguments: [
    "key = X  # argus:allow test.canary a sample of the manual",
    "key = X; // argus:allow test.canary a sample of the manual until=2026-02-01",
    "key = X /* argus:allow test.canary a sample of the manual */",
    "<a>X</a> <!-- argus:allow test.canary a sample of the manual -->",
    "-- argus:allow test.canary a sample of the manual\nX",
    "REM argus:allow test.canary a sample of the manual\nX",
    "  # argus:allow other.rule,test.canary a sample of the manual\n  X",
    "key = X  # argus:allow other.rule, test.canary a sample of the manual",
    "key = X  # argus:allow test.canary , other.rule a sample of the manual",
    "/* argus:allow test.canary a sample of the manual */ \nX",
    "<!-- argus:allow test.canary a sample of the manual -->\nX",
    "c = 'x' /* argus:allow test.canary a sample of the manual */; key = X",
    "// argus:allow-file test.canary a sample of the manual\n\n\nX",
    "# argus:allow test.canary a sample of the manual\r\nX\r\n",
    // No language is parsed: what begins like a comment is one, in a literal as well.
    "list = [\"X\", \"argus:allow test.canary a sample of the manual\",",
  ])
  func aCommentAllowsTheFindingOnItsLineOrBelowIt(text: String) throws {
    let records = try result(text.replacing("X", with: canary)).records
    #expect(records.map(\.suppression?.kind) == [.comment])
    #expect(records.map(\.suppression?.reason) == ["a sample of the manual"])
    #expect(records.allSatisfy { !$0.counts })
  }

  @Test(arguments: [
    "key = X  # argus:allow other.rule a sample",
    "# argus:allow test.canary a sample\n\nX",
    "x = 1 # argus:allow test.canary a sample\nX",
    "X\n# argus:allow test.canary a sample",
    "key = X # argus:allowed test.canary a sample",
    "key = X argus:allow test.canary a sample",
    "key = aargus:allow test.canary a sample X",
    // Code stands behind the comment, so it speaks for that.
    "/* argus:allow test.canary a sample */ c = 1\nX",
    "   a sample: */ /* argus:allow test.canary a sample */ f(); /*\nX",
    " * argus:allow test.canary a sample */ c = 1\nX",
    "<!-- argus:allow test.canary a sample --><b>c</b>\nX",
    "'argus:allow test.canary it isn't'; c = 1\nX",
  ])
  func anythingElseAllowsNothing(text: String) throws {
    #expect(try result(text.replacing("X", with: canary)).records.map(\.suppression) == [nil])
  }

  @Test func aCommentWithoutAReasonAllowsNothingAndIsTold() throws {
    let found = try result("\(canary) # argus:allow test.canary until=2027-01-01")
    #expect(found.records.map(\.suppression) == [nil])
    #expect(found.records.first?.note?.contains("without a reason") == true)
    #expect(found.notices.map(\.code) == ["AS0001"])
    #expect(found.notices.first?.location?.line == 1)
    #expect(found.notices.first?.location?.column == 19)
  }

  @Test func aCommentCountsThroughItsLastDay() throws {
    let text = "\(canary) # argus:allow test.canary a sample until=2026-03-01"
    #expect(try result(text, today: "2026-03-01").records.first?.suppression?.until == "2026-03-01")
    let late = try result(text, today: "2026-03-02")
    #expect(late.records.map(\.suppression) == [nil])
    #expect(late.records.first?.note == "the argus:allow comment ended on 2026-03-01")
  }

  @Test(arguments: ["2026-02-30", "2026-13-01", "tomorrow", "26-01-01", "2026-1-1", ""])
  func aDayThatIsNoneAllowsNothingAndIsTold(day: String) throws {
    let found = try result("\(canary) # argus:allow test.canary a sample until=\(day)")
    #expect(found.records.map(\.suppression) == [nil])
    #expect(found.notices.map(\.code) == ["AS0002"])
  }

  @Test(arguments: ["test.canery", "test.canary,test.canery", "test.canary, test.canery"])
  func anUnknownRuleIsTold(rules: String) throws {
    let found = try result("\(canary) # argus:allow \(rules) a sample")
    #expect(found.notices.map(\.code) == ["AS0003"])
    #expect(found.notices.first?.message == "no rule has the id `test.canery`")
  }

  @Test func severalIdsAreNoReason() throws {
    let found = try result("\(canary) # argus:allow test.canary, other.rule")
    #expect(found.records.map(\.suppression) == [nil])
    #expect(found.notices.map(\.code) == ["AS0001"])
  }

  @Test(arguments: [
    "X # argus:allow X a sample", "X # argus:allow test.canary a sample until=X",
    "X # argus:allow test.canary the value X as it is", "X # argus:allow test.canary (PART) of it",
    "# argus:allow-file test.canary the value X as it is\nX", "X # argus:allow no.X a sample",
  ])
  func whatACommentRepeatsOfAValueIsMasked(text: String) throws {
    let found = try result(text.replacing("PART", with: canary.dropLast(3)).replacing("X", with: canary))
    let shown = found.notices.map(\.message) + found.records.compactMap(\.suppression?.reason)
    #expect(!shown.isEmpty)
    #expect(!shown.contains { $0.contains(canary.dropLast(3)) })
  }

  @Test func aReasonKeepsTheRestOfItsWords() throws {
    let found = try result("\(canary) # argus:allow test.canary see \(canary), in the manual")
    #expect(found.records.first?.suppression?.reason == "see CAN****, in the manual")
  }

  @Test func commentsThatAllowNothingAreToldOnDemand() throws {
    let text = "# argus:allow test.canary a sample\nnothing here\n"
    #expect(try result(text).notices.isEmpty)
    #expect(try result(text, strict: true).notices.map(\.code) == ["AS0005"])
    #expect(try result("\(canary) # argus:allow test.canary a sample", strict: true).notices.isEmpty)
  }

  @Test func theProxysInspectionReadsNoComments() throws {
    let rules = RuleSet(rules: [ScanHarness.canaryRule], packs: [])
    let inspector = Inspector(
      generation: try RulesetCompiler().compile(rules, number: 1), settings: InspectionSettings())
    let text = Array("\(canary) # argus:allow test.canary a sample of the manual".utf8)
    let outcome = inspector.inspect(
      text.span, InspectionSubject(provider: .generic, contentType: "text/plain", filename: "a.py"))
    #expect(outcome.decision.action == .redact)
  }

  @Test func commentsCanBeSwitchedOff() throws {
    let tree = try TemporaryTree()
    try tree.write("a.txt", "\(canary) # argus:allow test.canary a sample")
    let scan = try ScanHarness.scan { $0.readsComments = false }
    #expect(ScanHarness.results(scan, [tree.path]).flatMap(\.records).map(\.suppression) == [nil])
  }

  @Test func daysKnowTheCalendar() throws {
    #expect(CalendarDay("2024-02-29") != nil)
    #expect(CalendarDay("2023-02-29") == nil)
    #expect(CalendarDay("1900-02-29") == nil)
    let early = try #require(CalendarDay("2025-12-31"))
    let late = try #require(CalendarDay("2026-01-01"))
    #expect(early < late)
    #expect("\(early)" == "2025-12-31")
  }
}

import ArgusReports
import Testing

@Suite struct ReportTests {
  @Test func jsonKeepsTheOrderOfMembersAndEscapesWhatItMust() {
    let value = JSONValue.object([
      ("b", .string("a\n\u{1}\"\\")), ("a", .array([.integer(-1), .number(0.5), .boolean(true), .null])),
      ("n", .number(.infinity)),
    ])
    #expect(value.compact == #"{"b":"a\n\u0001\"\\","a":[-1,0.5,true,null],"n":null}"#)
    #expect(JSONValue.object([("a", .array([]))]).indented == "{\n  \"a\": []\n}")
  }

  @Test func sarifPointsToItsRulesAndEncodesPaths() {
    var log = SARIFLog(toolVersion: "1.0.0", workingDirectory: "/srv/a b")
    log.rules = [SARIFLog.Rule(id: "a.b", name: "B", description: "", level: .error)]
    var place = SARIFLog.Place(path: "./a dir/é.txt", line: 3, column: 9)
    place.byteOffset = 20
    var result = SARIFLog.Result(ruleID: "a.b", level: .error, message: "found", place: place)
    result.fingerprints = [("argus/v1", "00ff")]
    result.suppression = "a test value"
    log.results = [result]
    let text = log.json.compact
    #expect(text.contains(#""ruleIndex":0"#))
    #expect(text.contains(#"{"uri":"a%20dir/%C3%A9.txt","uriBaseId":"%SRCROOT%"}"#))
    #expect(text.contains(#""originalUriBaseIds":{"%SRCROOT%":{"uri":"file:///srv/a%20b/"}}"#))
    #expect(text.contains(#""region":{"startLine":3,"startColumn":9,"byteOffset":20}"#))
    #expect(text.contains(#""suppressions":[{"kind":"inSource","justification":"a test value"}]"#))
    #expect(text.contains(#""executionSuccessful":true"#))
  }

  @Test func sarifTellsAbsolutePathsBelowTheWorkingDirectoryAsRelative() {
    var log = SARIFLog(toolVersion: "1.0.0", workingDirectory: "/srv")
    log.failures = [
      SARIFLog.Result(ruleID: "", level: .error, message: "gone", place: SARIFLog.Place(path: "/srv/a/b.txt"))
    ]
    #expect(log.json.compact.contains(#"{"uri":"a/b.txt","uriBaseId":"%SRCROOT%"}"#))
  }

  @Test func sarifNamesNoBaseForAbsolutePaths() {
    var log = SARIFLog(toolVersion: "1.0.0", workingDirectory: "/srv")
    log.results = [
      SARIFLog.Result(ruleID: "a", level: .error, message: "found", place: SARIFLog.Place(path: "/tmp/a b.txt")),
      SARIFLog.Result(ruleID: "a", level: .error, message: "found", place: SARIFLog.Place(path: "-")),
    ]
    let text = log.json.compact
    #expect(text.contains(#""artifactLocation":{"uri":"file:///tmp/a%20b.txt"}"#))
    #expect(!text.contains("SRCROOT"))
  }

  @Test func junitCountsAndEscapes() {
    let report = JUnitReport(
      suite: "rules",
      cases: [
        JUnitReport.Case(name: "holds", className: "a.b"),
        JUnitReport.Case(name: "a<b", className: "a.b", failure: .init(message: "\"no\"", details: "x & y\u{0}")),
        JUnitReport.Case(name: "left out", className: "a.b", skipped: "why"),
        JUnitReport.Case(name: "not made", className: "a.b", error: .init(message: "unreadable")),
      ])
    #expect(report.xml.contains(#"tests="4" failures="1" errors="1" skipped="1""#))
    #expect(report.xml.contains(#"<failure message="&quot;no&quot;">x &amp; y�</failure>"#))
    #expect(report.xml.contains(#"<error message="unreadable"></error>"#))
    #expect(report.xml.contains(#"<testcase name="a&lt;b""#))
  }

  @Test func markdownCellsCannotBreakTheTable() {
    let table = MarkdownTable(headings: [("rule", .left), ("n", .right)], rows: [["a|b\nc", "1"]])
    #expect(table.text == "| rule | n |\n|---|--:|\n| a\\|b c | 1 |\n")
  }
}

import ArgusReports
import ArgusRules
import Testing

@Suite struct DiagnosticRenderingTests {
  private let error = Diagnostic(
    code: "AR0020", location: ArgusRules.SourceLocation(file: "p.yaml", line: 12, column: 3), length: 4,
    message: "unknown key `nmae`", hint: "did you mean `name`?", sourceLine: "  nmae: \"x\"", ruleID: "a.b")

  @Test func anErrorShowsPlaceLineCaretAndHint() {
    #expect(
      error.rendered() == """
        p.yaml:12:3: AR0020: unknown key `nmae`
           |
        12 |   nmae: "x"
           |   ^~~~
          hint: did you mean `name`?
        """)
  }

  @Test func aWarningSaysSoAfterItsCode() {
    var warning = error
    warning.severity = .warning
    #expect(warning.oneLine == "p.yaml:12:3: AR0020: warning: unknown key `nmae`")
  }

  @Test func withoutAPlaceOnlyTheMessageIsShown() {
    let diagnostic = Diagnostic(code: "AR0001", message: "`x` cannot be read")
    #expect(diagnostic.rendered() == "AR0001: `x` cannot be read")
  }

  @Test func coloursAreOnlyAroundTheText() {
    #expect(!error.rendered().contains("\u{1B}"))
    #expect(error.rendered(color: true).contains("\u{1B}[1;31m"))
  }

  @Test func controlCharactersOfTheFileAreShownAsPictures() {
    var hostile = error
    hostile.sourceLine = "  nmae: \u{1B}[2J\u{202E}x"
    #expect(!hostile.rendered().unicodeScalars.contains("\u{1B}"))
    #expect(!hostile.rendered().unicodeScalars.contains("\u{202E}"))
  }

  @Test func theJSONFormHasEveryPart() {
    #expect(
      DiagnosticJSON.value(error).compact
        == #"{"code":"AR0020","severity":"error","file":"p.yaml","line":12,"column":3,"length":4,"message":"unknown key `nmae`","hint":"did you mean `name`?","rule":"a.b","source_line":"  nmae: \"x\""}"#
    )
    #expect(DiagnosticJSON.array([]) == "[]")
    #expect(JSONValue.quoted("a\n\u{1}\"\\") == #""a\n\u0001\"\\""#)
  }
}

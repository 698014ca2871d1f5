import ArgusInspection
import Testing

@Suite struct JSONStartTests {
  @Test(
    arguments: [
      ("{}", 0), ("{\n  \"a\": 1}", 0), ("\u{FEFF} [1, 2]", 4), ("[true]", 0), ("[[\"a\"]]", 0), ("[]", 0),
      ("\"a \\\" b\"", 0), ("\"a\"\n{\"b\": 1}\n", 0), ("{", 0), ("[ ", 0), ("\"cut off", 0), ("[n", 0),
    ])
  func whatBeginsAsJSONIsReadAsJSON(text: String, start: Int) {
    #expect(JSONStart.find(in: Array(text.utf8).span, isDeclared: false) == start)
  }

  @Test(
    arguments: [
      "", " \n", "[section]\nkey = 1", "[tool.x]", "[link](to)", "{% block %}", "{{ name }}", "{ a: 1 }",
      "\"\"\"A comment.\"\"\"\nimport os", "\"use strict\"; var a", "\" a line of an editor's script\nset \"x\"", "a",
      "12",
    ])
  func whatOnlyLooksLikeItIsNot(text: String) {
    #expect(JSONStart.find(in: Array(text.utf8).span, isDeclared: false) == nil)
  }

  @Test func whatIsDeclaredIsReadWhateverItIs() {
    #expect(JSONStart.find(in: Array(" a".utf8).span, isDeclared: true) == 1)
    #expect(JSONStart.find(in: Array(" ".utf8).span, isDeclared: true) == nil)
  }

  /// A text that is no JSON is laid once, so its findings are places in the body.
  @Test func aProgramWithAQuotedCommentIsOneField() throws {
    let fields = try FieldRecorder.fields(of: "\"\"\"A comment.\"\"\"\nname = \"a\"\n", type: "text/plain")
    #expect(fields.map(\.path) == ["body"])
  }
}

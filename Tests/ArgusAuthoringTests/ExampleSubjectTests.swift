import ArgusAuthoring
import ArgusRules
import Testing

/// Examples name no field, direction or file: they run where their rule looks.
@Suite struct ExampleSubjectTests {
  @Test(arguments: [
    "directions: [response]",
    "directions: [websocket, mcp]",
    "fields: {include: ['messages[*].content']}",
    "fields: {include: ['messages[*].*'], exclude: ['messages[0].*']}",
    "fields: {exclude: [body]}",
    "files: {include: ['*.tf'], exclude: ['x*']}",
    "directions: [response], fields: {include: ['choices[*].text']}, files: {include: ['?.json']}",
  ])
  func examplesHoldWhereverTheScopeAllows(_ scope: String) throws {
    let built = try TestPack.build(
      TestPack.rule("test.token", #"\btok_[0-9]{8}\b"#, "scope: {\(scope)}", match: "tok_31902753"))
    #expect(built.errors.isEmpty, "\(built.errors.map(\.oneLine))")
  }

  @Test func aCounterExampleIsTriedThereToo() throws {
    let rule = TestPack.rule(
      "test.token", #"\btok_[0-9]{8}\b"#, "scope: {fields: {include: ['messages[*].content']}}", match: "tok_31902753"
    ).replacing("{text: nothing, why: nothing}", with: "{text: tok_31902754, why: not really}")
    #expect(try TestPack.build(rule).errors.map(\.code) == ["AR0402"])
  }
}

import ArgusInspection
import ArgusKit
import Testing

/// Every place of a real request that can carry text, one secret at a time.
@Suite struct FieldCoverageTests {
  struct Place: Sendable, CustomTestStringConvertible {
    var body: String
    var location: String
    var testDescription: String { location }

    /// `S` stands for the secret.
    init(_ body: String, _ location: String) {
      self.body = body.replacing("\"S\"", with: "\"\(canary)\"")
      self.location = location
    }
  }

  static let anthropic: [Place] = [
    Place(#"{"system":"S","messages":[]}"#, "system"),
    Place(#"{"system":[{"type":"text","text":"S"}]}"#, "system[0].text"),
    Place(#"{"messages":[{"role":"user","content":"S"}]}"#, "messages[0].content"),
    Place(#"{"messages":[{"role":"user","content":[{"type":"text","text":"S"}]}]}"#, "messages[0].content[0].text"),
    Place(#"{"tools":[{"name":"t","description":"S"}]}"#, "tools[0].description"),
    Place(
      #"{"tools":[{"input_schema":{"properties":{"a":{"default":"S"}}}}]}"#,
      "tools[0].input_schema.properties.a.default"),
    Place(
      #"{"messages":[{"content":[{"type":"tool_use","id":"x","input":{"env":{"A":["S"]}}}]}]}"#,
      "messages[0].content[0].input.env.A[0]"),
    Place(
      #"{"messages":[{"content":[{"type":"tool_result","tool_use_id":"x","content":"S"}]}]}"#,
      "messages[0].content[0].content"),
    Place(
      #"{"messages":[{"content":[{"type":"tool_result","content":[{"type":"text","text":"S"}]}]}]}"#,
      "messages[0].content[0].content[0].text"),
    Place(#"{"metadata":{"user_id":"S"}}"#, "metadata.user_id"),
    Place(#"{"stop_sequences":["a","S"]}"#, "stop_sequences[1]"),
    Place(
      #"{"messages":[{"content":[{"type":"thinking","thinking":"S","signature":"x"}]}]}"#,
      "messages[0].content[0].thinking"),
    Place(
      #"{"messages":[{"content":[{"type":"document","title":"d","source":{"type":"text","data":"S"}}]}]}"#,
      "messages[0].content[0].source.data"),
    Place(#"{"messages":[{"content":[{"type":"document","title":"S"}]}]}"#, "messages[0].content[0].title"),
    Place(
      #"{"messages":[{"content":[{"type":"image","source":{"type":"base64","data":"S"}}]}]}"#,
      "messages[0].content[0].source.data"),
    Place(#"{"prompt":"S"}"#, "prompt"),
    Place(#"{"new_field_of_tomorrow":{"deep":["S"]}}"#, "new_field_of_tomorrow.deep[0]"),
  ]

  static let openai: [Place] = [
    Place(
      #"{"messages":[{"role":"user","content":[{"type":"text","text":"S"}]}]}"#, "messages[0].content[0].text"),
    Place(#"{"messages":[{"role":"developer","name":"S","content":"x"}]}"#, "messages[0].name"),
    Place(
      #"{"messages":[{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"S"}}]}]}"#,
      "messages[0].tool_calls[0].function.arguments"),
    Place(
      #"{"messages":[{"role":"tool","tool_call_id":"c","content":[{"text":"S"}]}]}"#, "messages[0].content[0].text"),
    Place(#"{"instructions":"S"}"#, "instructions"),
    Place(#"{"input":"S"}"#, "input"),
    Place(
      #"{"input":[{"type":"message","content":[{"type":"input_text","text":"S"}]}]}"#, "input[0].content[0].text"),
    Place(#"{"input":[{"type":"function_call_output","call_id":"c","output":"S"}]}"#, "input[0].output"),
    Place(#"{"model":"text-embedding","input":["a","S"]}"#, "input[1]"),
    Place(#"{"prompt":["a","S"]}"#, "prompt[1]"),
    Place(#"{"tools":[{"type":"function","parameters":{"enum":["S"]}}]}"#, "tools[0].parameters.enum[0]"),
  ]

  static let gemini: [Place] = [
    Place(#"{"contents":[{"parts":[{"text":"S"}]}]}"#, "contents[0].parts[0].text"),
    Place(
      #"{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"r":{"x":"S"}}}}]}]}"#,
      "contents[0].parts[0].functionResponse.response.r.x"),
    Place(#"{"systemInstruction":{"parts":[{"text":"S"}]}}"#, "systemInstruction.parts[0].text"),
    Place(#"{"system_instruction":{"parts":[{"text":"S"}]}}"#, "system_instruction.parts[0].text"),
    Place(
      #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"S"}}]}]}"#,
      "contents[0].parts[0].inlineData.data"),
  ]

  static let roots: [Place] = [
    Place(#"["S"]"#, "[0]"),
    Place(#""S""#, "body"),
    Place(#"[[{"a":["S"]}]]"#, "[0][0].a[0]"),
  ]

  @Test(arguments: anthropic)
  func anthropicFieldIsInspected(place: Place) throws { try check(place, .anthropic) }

  @Test(arguments: openai)
  func openaiFieldIsInspected(place: Place) throws { try check(place, .openai) }

  @Test(arguments: gemini)
  func geminiFieldIsInspected(place: Place) throws { try check(place, .gemini) }

  @Test(arguments: roots)
  func anyRootIsInspected(place: Place) throws { try check(place, .generic) }

  @Test func textThatIsNoJSONIsInspected() throws {
    for text in ["note: \(canary)", "<a>\(canary)</a>", "AB\u{0}\(canary)"] {
      let outcome = try TestRules.inspector().inspect(text, type: "application/octet-stream")
      #expect(outcome.locations == ["body"])
      #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
    }
  }

  @Test func modelIsReadFromTheTopLevelOnly() throws {
    let inspector = try TestRules.inspector()
    #expect(inspector.inspect(#"{"a":{"model":"inner"},"model":"claude-\u0078"}"#).model == "claude-x")
    #expect(inspector.inspect(#"{"model":["a"],"b":"c"}"#).model == "")
    #expect(inspector.inspect(#"["model","x"]"#).model == "")
  }

  private func check(_ place: Place, _ provider: Provider) throws {
    let outcome = try TestRules.inspector().inspect(place.body, provider: provider)
    #expect(outcome.locations == [place.location])
    #expect(outcome.sent(place.body) == place.body.replacing(canary, with: placeholder))
  }
}

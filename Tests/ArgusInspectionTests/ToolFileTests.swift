import ArgusInspection
import ArgusKit
import Testing

/// A tool result is named by the call that asked for it.
@Suite struct ToolFileTests {
  private func filename(of text: String, at path: String) throws -> String? {
    try FieldRecorder.fields(of: text).first { $0.path == path }?.sourceFilename
  }

  @Test(arguments: ["file_path", "path", "filename", "notebook_path"])
  func anthropicResultIsNamedByItsToolUse(key: String) throws {
    let text = #"""
      {"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Read","input":{"\#(key)":"src/a.env"}},
       {"type":"tool_use","id":"t2","name":"Read","input":{"\#(key)":"b.txt"}}]},
       {"role":"user","content":[{"type":"tool_result","tool_use_id":"t2","content":"two"},
       {"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"one"}]},{"type":"text","text":"none"}]}]}
      """#
    #expect(try filename(of: text, at: "messages[1].content[0].content") == "b.txt")
    #expect(try filename(of: text, at: "messages[1].content[1].content[0].text") == "src/a.env")
    #expect(try filename(of: text, at: "messages[1].content[2].text") == "")
  }

  @Test func openaiChatResultIsNamedByItsCall() throws {
    let text = #"""
      {"messages":[{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"read_file",
       "arguments":"{\"path\":\"conf\/app.env\",\"limit\":3}"}}]},{"role":"tool","tool_call_id":"c1","content":"text"}]}
      """#
    #expect(try filename(of: text, at: "messages[1].content") == "conf/app.env")
  }

  @Test func openaiResponsesOutputIsNamedByItsCall() throws {
    let text = #"""
      {"input":[{"type":"function_call","call_id":"c9","name":"read","arguments":"{\"file_path\":\"k.pem\"}"},
       {"type":"function_call_output","call_id":"c9","output":"text"}]}
      """#
    #expect(try filename(of: text, at: "input[1].output") == "k.pem")
  }

  @Test func geminiResponseIsNamedByItsCall() throws {
    let text = #"""
      {"contents":[{"parts":[{"functionCall":{"name":"read_file","args":{"path":"g.env"}}}]},
       {"parts":[{"functionResponse":{"name":"read_file","response":{"output":"text"}}}]}]}
      """#
    #expect(try filename(of: text, at: "contents[1].parts[0].functionResponse.response.output") == "g.env")
  }

  @Test func fileScopedRulesSeeToolFiles() throws {
    let text = #"""
      {"messages":[{"content":[{"type":"tool_use","id":"t1","input":{"file_path":"x/README.md"}}]},
       {"content":[{"type":"tool_result","tool_use_id":"t1","content":"\#(canary)"}]},{"content":"\#(canary)"}]}
      """#
    let settings = InspectionSettings(allowlist: AllowlistMatcher(paths: ["*.md"]))
    #expect(try TestRules.inspector(settings: settings).inspect(text).locations == ["messages[2].content"])
  }
}

import ArgusInspection
import ArgusKit
import Foundation
import Testing

/// The places that encodings are seen in, one by one.
@Suite struct CarrierTests {
  private static let rule = DecoderTests.rule

  private func locations(_ text: String, type: String = "application/json") throws -> [String] {
    try TestRules.inspector([Self.rule]).inspect(text, type: type).locations
  }

  @Test func aPowerShellCommandIsRead() throws {
    let command = Encoder.utf16Base64.encode("Invoke-X -Key \(token) -Y")
    #expect(try locations("powershell -EncodedCommand \(command)", type: "text/plain") == ["body[base64][utf-16]"])
  }

  @Test func mailLinesAreOneText() throws {
    let lead = String(repeating: "words before the value ", count: 5)
    for ending in ["\n", "\r\n", "\n    ", "\n> "] {
      let lines = Encoder.base64Lines.encode(lead + token + lead).replacingOccurrences(of: "\n", with: ending)
      #expect(
        try locations("From: x\n\n\(lines)\n--\n", type: "text/plain") == ["body[base64]"], "\(ending.debugDescription)"
      )
    }
  }

  @Test func textBetweenOtherBytesIsFound() throws {
    var random = SeededGenerator(seed: 11)
    func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 128...255, using: &random) } }
    for count in [1, 20, 21, 22, 4_000] {
      let data = Data(noise(count) + Array(token.utf8) + noise(count)).base64EncodedString()
      #expect(try locations("{\"blob\":\"\(data)\"}") == ["blob[base64]"], "\(count) \(data.prefix(200))")
    }
  }

  @Test func toolArgumentsAreReadWithTheirNames() throws {
    let rule = TestRules.rule("test.named", "\"api_key\": ?\"([a-z]+/[a-z0-9]{12})\"", type: "named")
    let text = #"{"tool_calls":[{"function":{"arguments":"{\"api_key\": \"abc\\/def123ghi456\"}"}}]}"#
    let outcome = try TestRules.inspector([rule]).inspect(text)
    #expect(outcome.locations == ["tool_calls[0].function.arguments[json-string]"])
    #expect(outcome.sent(text) == text.replacing("abc\\\\/def123ghi456", with: "[REDACTED:named]"))
  }

  @Test func jsonInAPartIsReadAsJSON() throws {
    let part = "{\"note\":\"\\u0043ANARY-7F3K9Q2ZAa8Bb7Cc6Dd5Ee4Ff3G\"}"
    let text =
      "--B\r\nContent-Disposition: form-data; name=\"doc\"\r\nContent-Type: application/json\r\n\r\n\(part)\r\n--B--\r\n"
    let outcome = try TestRules.inspector([Self.rule]).inspect(text, type: "multipart/form-data; boundary=B")
    #expect(outcome.locations == ["form.doc[unicode-escape]"])
    #expect(outcome.sent(text)?.contains("{\"note\":\"[REDACTED:token]\"}") == true)
  }

  @Test func namesAndQueriesAreDecodedToo() throws {
    let hidden = Encoder.hex.encode(token)
    #expect(try locations("{\"\(hidden)\":1}") == ["{key}[hex]"])
    let query = try TestRules.inspector([Self.rule]).inspect("{}", query: "note=\(Encoder.base64.encode(token))")
    #expect(query.isBlocked)
    #expect(query.locations == ["query.note[base64]"])
  }

  @Test func ordinaryRunsLayNothing() throws {
    let text = """
      import ArgusInspection; let digest = "3f786850e387550fdab836ed7e6dc881de23001b"
      /usr/lib/python3/dist-packages/some_long_module_name/another_long_name.py:
      550e8400-e29b-41d4-a716-446655440000 someVeryLongCamelCaseIdentifierInSomeLanguage
      """
    let outcome = try TestRules.inspector([Self.rule]).inspect(text, type: "text/plain")
    #expect(outcome.decoding.layerCount == 0)
  }

  @Test func emojiAndOtherScriptsLayNothing() throws {
    let text = "👩‍💻 ❤️ naïve façade — 这是一个，测试：全角标点。 Проверка текста。 カタカナ 한국어"
    #expect(try TestRules.inspector([Self.rule]).inspect(text, type: "text/plain").decoding.layerCount == 0)
  }
}

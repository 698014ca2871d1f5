import ArgusKit
import Foundation
import Testing

@Suite struct JSONExtractionTests {
  @Test(arguments: 0..<40)
  func everyStringAndKeyOfRandomJSONIsAField(seed: Int) throws {
    var random = RandomJSON(seed: UInt64(seed))
    for _ in 0..<25 {
      let text = random.make()
      // A slow and independent reader agrees that this is JSON and what stands in it.
      let document = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
      let expected = random.strings.filter { !$0.isEmpty }
      #expect(Self.strings(document).sorted() == expected.sorted())
      #expect(try FieldRecorder.fields(of: text).map(\.text) == expected)
    }
  }

  @Test func pathsNameObjectsAndArrays() throws {
    let fields = try FieldRecorder.fields(
      of: #"{"messages":[{"content":"a"},{"content":[{"t":1},{"text":"b","x":{"y z":["c",["d"]]}}]}]} "#)
    let values = fields.filter { !$0.path.hasSuffix("{key}") }
    #expect(values.map(\.text) == ["a", "b", "c", "d"])
    #expect(
      values.map(\.path) == [
        "messages[0].content", "messages[1].content[1].text", "messages[1].content[1].x.y z[0]",
        "messages[1].content[1].x.y z[1][0]",
      ])
  }

  @Test func longNumbersAreFieldsAndShortOnesAreNot() throws {
    let fields = try FieldRecorder.fields(of: #"{"a":4111111111111111,"b":12345678901,"c":[-123456789012.5]}"#)
    #expect(fields.map(\.text) == ["a", "4111111111111111", "b", "c", "-123456789012.5"])
  }

  @Test func loneSurrogatesKeepTheirNeighbours() throws {
    let fields = try FieldRecorder.fields(of: #"["a\ud800b","c\udc00d","e\ud800\ud800f","\ud83d\ude00"]"#)
    #expect(fields.map(\.text) == ["a\u{FFFD}b", "c\u{FFFD}d", "e\u{FFFD}\u{FFFD}f", "😀"])
  }

  @Test func badEscapesStandAsThemselves() throws {
    let fields = try FieldRecorder.fields(of: #"["a\xb","\u12g4","\u","tail\"#)
    #expect(fields.prefix(3).map(\.text) == [#"a\xb"#, #"\u12g4"#, #"\u"#])
    #expect(fields.last?.path == "body")
  }

  @Test func duplicateKeysAreAllRead() throws {
    let fields = try FieldRecorder.fields(of: #"{"a":"one","a":"two"}"#)
    #expect(fields.map(\.text) == ["a", "one", "a", "two"])
  }

  @Test func severalTopLevelValuesAreRead() throws {
    let fields = try FieldRecorder.fields(
      of: "{\"a\":\"one\"}\n{\"a\":\"two\"}\n\"three\"", type: "application/x-ndjson")
    #expect(fields.map(\.text) == ["a", "one", "a", "two", "three"])
    #expect(fields[3].path == "#2.a")
  }

  @Test func byteOrderMarkIsSkipped() throws {
    let fields = try FieldRecorder.fields(of: [0xEF, 0xBB, 0xBF] + Array(#"{"a":"b"}"#.utf8))
    #expect(fields.map(\.text) == ["a", "b"])
  }

  @Test(arguments: [
    #"{"a":"x","b":'y'}"#, #"{"a":"x" // why"#, #"{"a":"x"]"#, #"{"a":"x"}}"#, #"{"a":"x","#, #"{a:"x"}"#,
    #"["x",nul]"#, #"{"a":"x"} trailing"#,
  ])
  func malformedJSONIsReadTwice(text: String) throws {
    let fields = try FieldRecorder.fields(of: text)
    #expect(fields.contains { $0.text == "x" })
    #expect(fields.contains { $0.path == "body" && $0.text == text })
  }

  @Test func wellFormedJSONIsNotReadTwice() throws {
    #expect(try FieldRecorder.fields(of: #"{"a":[1,-2.5e3,true,false,null,{}]}"#).map(\.text) == ["a"])
  }

  @Test func veryLongPathsAndKeysAreShortened() throws {
    let key = String(repeating: "k", count: 500)
    let deep = String(repeating: "{\"\(key)\":", count: 100) + "\"v\"" + String(repeating: "}", count: 100)
    let field = try #require(try FieldRecorder.fields(of: deep).last)
    #expect(field.text == "v")
    #expect(field.path.utf8.count < 300)
  }

  @Test func jsonIsReadWhateverTheTypeSays() throws {
    for type in ["", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded", "image/png"] {
      #expect(try FieldRecorder.fields(of: #" {"a":"\u0062"}"#, type: type).map(\.text) == ["a", "b"], "\(type)")
    }
  }

  private static func strings(_ value: Any) -> [String] {
    var found: [String] = []
    switch value {
    case let text as String: found.append(text)
    case let list as [Any]: for item in list { found += strings(item) }
    case let object as [String: Any]:
      for (key, item) in object {
        found.append(key)
        found += strings(item)
      }
    default: break
    }
    return found.filter { !$0.isEmpty }
  }
}

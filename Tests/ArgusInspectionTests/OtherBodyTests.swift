import ArgusInspection
import ArgusKit
import Testing

@Suite struct FormBodyTests {
  private let type = "application/x-www-form-urlencoded; charset=utf-8"

  @Test func namesAndValuesAreDecodedFields() throws {
    let fields = try FieldRecorder.fields(of: "a=x+y&b%20c=%41%zz&&lone&=v&e=", type: type)
    #expect(fields.map(\.text) == ["a", "x y", "b c", "A%zz", "lone", "v", "e"])
    #expect(fields.map(\.path) == ["form", "form.a", "form", "form.b c", "form", "form.", "form"])
  }

  @Test func percentEncodedSecretIsCut() throws {
    let encoded = canary.utf8.map { "%" + String($0, radix: 16) }.joined()
    let outcome = try TestRules.inspector().inspect("a=1&note=<\(encoded)>&z=2", type: type)
    #expect(outcome.sent("") == "a=1&note=<\(placeholder)>&z=2")
    #expect(outcome.locations == ["form.note"])
  }

  @Test func secretAsNameIsNeverShown() throws {
    let text = "\(canary)=\(canary)"
    let outcome = try TestRules.inspector().inspect(text, type: type)
    #expect(outcome.locations == ["form", "form"])
    #expect(outcome.sent(text) == "\(placeholder)=\(placeholder)")
  }
}

@Suite struct MultipartBodyTests {
  private let type = "multipart/form-data; boundary=\"xyz\""
  private let body = [
    "before", "--xyz", "Content-Disposition: form-data; name=\"note\"", "", "hello", "--xyz",
    "Content-Disposition: form-data; name=\"file\"; filename=\"keys.env\"", "Content-Type: text/plain", "",
    "line --xyz no border", "\(canary)", "--xyz--", "after",
  ].joined(separator: "\r\n")

  @Test func headersAndContentsOfPartsAreFields() throws {
    let fields = try FieldRecorder.fields(of: body, type: type)
    #expect(
      fields.map(\.path) == ["preamble", "parts[0].headers", "form.note", "parts[1].headers", "form.file", "epilogue"])
    #expect(fields[4].sourceFilename == "keys.env")
    #expect(fields[4].text.contains(canary))
    #expect(fields.map(\.text).joined().contains("after"))
  }

  @Test func secretInAPartIsCut() throws {
    let outcome = try TestRules.inspector().inspect(body, type: type)
    #expect(outcome.locations == ["form.file"])
    #expect(outcome.sent(body) == body.replacing(canary, with: placeholder))
  }

  @Test func secretAsFileNameIsNeverShown() throws {
    let text = body.replacing("name=\"file\"", with: "name=\"\(canary)\"")
    let outcome = try TestRules.inspector().inspect(text, type: type)
    #expect(outcome.locations == ["parts[1].headers", "parts[1]"])
    #expect(outcome.sent(text) == text.replacing(canary, with: placeholder))
  }

  @Test func bodyWithoutItsBoundaryIsOneText() throws {
    #expect(try FieldRecorder.fields(of: "no parts", type: type).map(\.path) == ["body"])
    #expect(try FieldRecorder.fields(of: body, type: "multipart/form-data").map(\.path) == ["body"])
  }

  @Test func manyPartsAreBounded() throws {
    let text = String(repeating: "--xyz\n\nx\n", count: 10_050) + "--xyz\n\n\(canary)"
    let outcome = try TestRules.inspector().inspect(text, type: type)
    #expect(outcome.locations == ["parts"])
  }
}

@Suite struct OutsideFieldTests {
  @Test func queryPairsAndHeadersAreFields() throws {
    let fields = try FieldRecorder.fields(
      of: "", query: "beta=true&n%6Fte=a%20b+c&flag", headers: [("User-Agent", "cli/1"), ("X-Empty", "")])
    #expect(fields.map(\.text) == ["beta", "true", "note", "a b c", "flag", "cli/1"])
    #expect(
      fields.map(\.path) == ["query[0]", "query.beta", "query[1]", "query.note", "query[2]", "header.user-agent"])
  }

  @Test(arguments: ["key", "api_key", "access_token", "api-key", "token", "KEY"])
  func theCallersOwnCredentialIsNotInspected(name: String) throws {
    #expect(try TestRules.inspector().inspect("{}", query: "\(name)=\(canary)").isForwarded)
  }

  @Test func otherParametersAndParameterNamesAre() throws {
    let inspector = try TestRules.inspector()
    #expect(inspector.inspect("{}", query: "q=\(canary)").isBlocked)
    let named = inspector.inspect("{}", query: "\(canary)=\(canary)")
    #expect(named.isBlocked)
    #expect(named.locations == ["query[0]", "query[0]"])
  }
}

@Suite struct UninspectableBodyTests {
  static let wide: [[UInt8]] = [
    [0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B], Array("{\"a\"".utf8).flatMap { [$0, 0] },
    Array("{\"a\"".utf8).flatMap { [0, $0] }, Array("{\"".utf8).flatMap { [0, 0, 0, $0] },
    Array("{\"".utf8).flatMap { [$0, 0, 0, 0] }, [0x1F, 0x8B, 0x08, 0x00], [0x28, 0xB5, 0x2F, 0xFD],
  ]

  @Test(arguments: wide)
  func wideOrPackedTextIsUninspectable(body: [UInt8]) throws {
    let outcome = try TestRules.inspector().inspect(body)
    #expect(outcome.isBlocked)
    #expect(outcome.types == ["uninspectable"])
    #expect(outcome.uninspectable != nil)
    let lenient = try TestRules.inspector(settings: InspectionSettings(uninspectable: .forward)).inspect(body)
    #expect(lenient.isForwarded)
    #expect(lenient.decision.findings.map(\.action) == [.alert])
  }

  @Test func foreignCharsetsAreUninspectable() throws {
    let inspector = try TestRules.inspector()
    for charset in ["utf-16", "UTF-16LE", "\"utf-32\"", "utf-7", "IBM037"] {
      #expect(inspector.inspect("{}", type: "application/json; charset=\(charset)").isBlocked, "\(charset)")
    }
    for charset in ["utf-8", "us-ascii", "iso-8859-1"] {
      #expect(inspector.inspect("{}", type: "application/json; charset=\(charset)").isForwarded, "\(charset)")
    }
  }

  @Test func binaryBodiesOfOtherTypesAreScannedAsTheyAre() throws {
    let body = [0x1F, 0x8B, 0x00] + Array(canary.utf8)
    let outcome = try TestRules.inspector().inspect(body, type: "application/octet-stream")
    #expect(outcome.types == ["canary"])
  }

  @Test func callersSayWhatTheyCannotRead() throws {
    let subject = InspectionSubject(provider: .openai, query: "note=\(canary)")
    let closed = try TestRules.inspector().inspectUninspectable(reason: "unknown coding", subject: subject)
    #expect(closed.isBlocked)
    #expect(closed.uninspectable == "unknown coding")
    #expect(Set(closed.types) == ["uninspectable", "canary"])
    let settings = InspectionSettings(uninspectable: .forward)
    let open = try TestRules.inspector(settings: settings).inspectUninspectable(
      reason: "unknown coding", subject: InspectionSubject(provider: .openai))
    #expect(open.isForwarded)
    #expect(open.types == ["uninspectable"])
  }
}

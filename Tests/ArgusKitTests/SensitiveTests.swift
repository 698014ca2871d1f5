import ArgusKit
import Testing

@Suite struct SensitiveTests {
  private let value = Sensitive("hunter" + "2-and-more")

  @Test func neverPrintsItsValue() {
    #expect("\(value)" == "‹redacted›")
    #expect(String(describing: value) == "‹redacted›")
    #expect(String(reflecting: value) == "‹redacted›")
  }

  @Test func dumpAndMirrorShowNothing() {
    var text = ""
    dump(value, to: &text)
    #expect(!text.contains("hunter"))
    #expect(Mirror(reflecting: value).children.isEmpty)
  }

  @Test func aFindingThatHoldsItPrintsWithoutIt() {
    let finding = Finding(
      detector: "secrets", type: "password", severity: .high, valuePreview: "hunt****", matchedValue: value,
      occurrences: [.init(location: "messages[0].content", span: ByteSpan(start: 1, end: 2))])
    #expect(!"\(finding)".contains("2-and-more"))
    var text = ""
    dump(finding, to: &text)
    #expect(!text.contains("2-and-more"))
  }

  @Test func isReadOnlyInAScopeOfItsOwn() {
    #expect(value.withExposed { $0.count } == 16)
  }
}

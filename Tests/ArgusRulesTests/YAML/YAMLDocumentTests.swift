import ArgusRules
import Testing

@Suite struct YAMLDocumentTests {
  @Test func anEmptyFileHasNeitherRootNorFault() {
    for text in ["", "\n", "# only a comment\n", "---\n...\n"] {
      let document = YAMLDocument(bytes: Array(text.utf8), file: "a.yaml")
      #expect(document.diagnostics.isEmpty)
    }
    #expect(YAMLDocument(bytes: [], file: "a.yaml").root == nil)
  }

  @Test func scalarsKnowTheirPlaceAndStyle() throws {
    let document = YAMLDocument(bytes: Array("é: [plain, 'quoted']\nb: |\n  block\n".utf8), file: "a.yaml")
    guard case .mapping(let pairs, let at)? = document.root, case .sequence(let items, _)? = pairs.first?.value else {
      Issue.record("not a mapping")
      return
    }
    #expect(at == ArgusRules.SourceLocation(file: "a.yaml", line: 1, column: 1))
    #expect(items.map(\.location.column) == [5, 12])
    guard case .scalar(let quoted) = items[1], case .scalar(let block)? = pairs.last?.value else {
      Issue.record("not scalars")
      return
    }
    #expect(!quoted.isPlain)
    #expect(quoted.text == "quoted")
    #expect(quoted.length == 8)
    #expect(block.text == "block\n")
  }

  @Test func nothingLargerThanFourMebibytesIsParsed() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: (4 << 20) + 1)
    let document = YAMLDocument(bytes: bytes, file: "a.yaml")
    #expect(document.root == nil)
    #expect(document.diagnostics.map(\.code) == ["AR0002"])
  }

  @Test func configurationFilesHaveTheirOwnPrefix() {
    let document = YAMLDocument(bytes: Array("a: [".utf8), file: "argus.yaml", codePrefix: "AC")
    #expect(document.diagnostics.map(\.code) == ["AC0005"])
  }

  @Test func aBombOfNestedAliasesIsRefusedBeforeItIsBuilt() {
    var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      text += "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1) ", count: 10).joined(separator: ", ") + "]\n"
    }
    let document = YAMLDocument(bytes: Array(text.utf8), file: "a.yaml")
    #expect(document.root == nil)
    #expect(document.diagnostics.map(\.code) == ["AR0013"])
  }

  @Test func aDeepChainOfAliasesIsRefused() {
    var text = "l0: &l0 [x]\n"
    for level in 1...80 { text += "l\(level): &l\(level) [*l\(level - 1) ]\n" }
    let document = YAMLDocument(bytes: Array(text.utf8), file: "a.yaml")
    #expect(document.diagnostics.map(\.code) == ["AR0012"])
  }

  @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "a:\n "])
  func openingBracketsWithoutEndAreRefusedSoon(_ opening: String) {
    let text = String(repeating: opening, count: 200_000)
    let document = YAMLDocument(bytes: Array(text.utf8), file: "a.yaml")
    #expect(document.root == nil)
    #expect(!document.diagnostics.isEmpty)
  }

  @Test func aDuplicateKeyKeepsTheFirstValue() {
    let document = YAMLDocument(bytes: Array("a: 1\na: 2\n".utf8), file: "a.yaml")
    #expect(document.diagnostics.map(\.code) == ["AR0007"])
    guard case .mapping(let pairs, _)? = document.root, case .scalar(let value)? = pairs.first?.value else {
      Issue.record("not a mapping")
      return
    }
    #expect(pairs.count == 1)
    #expect(value.text == "1")
  }
}

import ArgusAuthoring
import ArgusRules
import Foundation
import Testing

@Suite struct PackFormatterTests {
  private func format(_ text: String) throws -> String {
    try PackFormatter().format(Array(text.utf8), file: "pack.yaml")
  }

  private static let shipped: [String] = RulePackLoader().files(at: [
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "rules").path
  ]).files

  @Test func aPackIsBroughtIntoItsCanonicalForm() throws {
    let url = Fixture.directory.appending(path: "fmt/untidy.yaml")
    let text = try String(decoding: Data(contentsOf: url), as: UTF8.self)
    try Fixture.expect(format(text), equals: "fmt/untidy.expected")
  }

  @Test func everyShippedPackKeepsItsMeaningAndSettles() throws {
    #expect(Self.shipped.count > 30)
    for file in Self.shipped {
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: file)))
      // The formatter itself compares meaning and comments, and refuses where they differ.
      let once = try PackFormatter().format(bytes, file: file)
      #expect(try PackFormatter().format(Array(once.utf8), file: file) == once, "\(file)")
      let before = RulePackLoader().load(bytes: bytes, file: file).ruleSet
      let after = RulePackLoader().load(bytes: Array(once.utf8), file: file).ruleSet
      #expect(before.digest == after.digest, "\(file)")
      #expect(before.rules.map(\.examples.match.count) == after.rules.map(\.examples.match.count), "\(file)")
    }
  }

  /// Comments anywhere between the lines of a pack are all there afterwards, and nothing moves on the second run.
  @Test(arguments: 0..<60)
  func commentsAreKeptWhereverTheyStand(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let lines = PackSkeleton.text(pack: "a.b", rule: "a.c").split(separator: "\n", omittingEmptySubsequences: false)
    var text = ""
    var count = 0
    for line in lines {
      if Int.random(in: 0..<4, using: &generator) == 0 {
        count += 1
        text += String(repeating: " ", count: Int.random(in: 0..<8, using: &generator)) + "# note \(count)\n"
      }
      if Int.random(in: 0..<9, using: &generator) == 0 { text += "\n" }
      let takesComment = !line.isEmpty && !line.contains("#") && Int.random(in: 0..<4, using: &generator) == 0
      if takesComment { count += 1 }
      text += line + (takesComment ? "  # note \(count)" : "") + "\n"
    }
    let once = try format(text)
    for number in 1..<(count + 1) { #expect(once.contains("# note \(number)\n"), "\(text)\n->\n\(once)") }
    let twice = try format(once)
    #expect(twice == once, "\(LineDifference(from: once, to: twice).unified("pack"))")
  }

  @Test(arguments: [
    ("rules: {", "mend its errors first"), ("", "mend its errors first"),
    ("schema: argus.rules/v1\npack: &p {id: a.b, version: 1.0.0}\nrules: []\n", "it uses anchors"),
    (
      PackSkeleton.text(pack: "a.b", rule: "a.c").replacing(
        "description: Opens", with: "description: | # why\n          Opens"),
      "a comment stands behind"
    ),
  ])
  func aPackThatCannotBeKeptWholeIsLeftAlone(_ text: String, _ reason: String) throws {
    let refusal = try #require(throws: PackFormatter.Refusal.self) { try format(text) }
    #expect(refusal.reason.contains(reason), "\(refusal.reason)")
  }

  @Test func textsThatLookLikeCredentialsAreCut() throws {
    let text = try format(
      PackSkeleton.text(pack: "a.b", rule: "a.c").replacing("['token = ex', 'mpl_Zk3v", with: "'token = exmpl_Zk3v")
        .replacing("F0aP'], value", with: "F0aP', value").replacing("F0a'], why", with: "F0a', why"))
    #expect(!text.contains("exmpl_Zk3v"))
    #expect(text.contains("['token = ex', 'mpl_Zk3v"))
  }

  @Test func aDifferenceIsShownAsDiffShowsIt() {
    let old = (1...12).map { "line \($0)\n" }.joined()
    let shown = LineDifference(from: old, to: old.replacing("line 6\n", with: "line six\nand more\n")).unified("x")
    #expect(
      shown == """
        --- x
        +++ x (formatted)
        @@ -3,7 +3,8 @@
         line 3
         line 4
         line 5
        -line 6
        +line six
        +and more
         line 7
         line 8
         line 9

        """)
    #expect(LineDifference(from: old, to: old).unified("x") == "")
  }
}

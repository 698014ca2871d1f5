import ArgusInspection
import ArgusKit
import Testing

/// Tokens whose borders, or whose middle, is written so that a rule which asks for `\b` does not see them as they stand.
@Suite struct TokenBorderTests {
  private static let head = "acme_dt_7f3k9q2m"
  private static let tail = "5x8w1z4v6t0s3r9p"
  private static let token = head + tail
  private static let rule = TestRules.rule("test.token", "\\b(acme_dt_[0-9a-z]{24})\\b", type: "token")

  private static let borders = [
    "https://h/?q=Bearer%20\(token)&x=1", "https://h/?q=Bearer%2520\(token)&x=1", "q=a%09\(token)", "q=a%C2%A0\(token)",
    "q=caf%C3%A9\(token)", "q=%E2%80%8B\(token)", "q=a&#32;\(token)", "q=a&nbsp;\(token)", "q=a\\t\(token)",
  ]
  private static let middles = ["%E2%80%8B", "%C2%AD", "&shy;", "&#8203;", "&ZeroWidthSpace;", "\\u200b"].map {
    "a \(head)\($0)\(tail) b"
  }
  private static let folded = [
    "a acme\u{FF3F}dt_7f3k9q2m\(tail) b", "a acme\u{FF3F}dt\u{FF3F}7f3k9q2m\(tail) b",
  ]
  private static let breaks = [
    "key:\n\(head)\n\(tail)\nThanks\n", "see below\n\(head)\n\(tail)\nThanks\n",
    "K=\(head)\\\n\(tail)\nexport X=1\n", "> \(head)\n> \(tail)\n> Thanks\n",
    "key: >\n  \(head)\n  \(tail)\nother1: 2\n",
    "\(head)\n5x8w1z4v\n6t0s3r9p\n",
  ]
  private static let literals = [
    #"f"HEAD" f"TAIL""#, "r\"HEAD\"\nr\"TAIL\"", #"b"HEAD" b"TAIL""#, "`HEAD` + `TAIL`", "`HEAD` + \"TAIL\"",
    #"@"HEAD" + @"TAIL""#, #"$@"HEAD" + $@"TAIL""#, "\"HEAD\" & _\n  \"TAIL\"", "\"HEAD\" + // c\n  \"TAIL\"",
    "\"HEAD\"  # c\n  \"TAIL\"",
  ].map { $0.replacing("HEAD", with: head).replacing("TAIL", with: tail) }

  @Test(arguments: borders + middles + folded + breaks + literals)
  func theTokenIsFoundAndRedacted(text: String) throws {
    let inspector = try TestRules.inspector([Self.rule])
    let outcome = inspector.inspect(text, type: "text/plain")
    #expect(outcome.types == ["token"])
    guard case .rewrite(let sent) = outcome.verdict else {
      Issue.record("not rewritten")
      return
    }
    #expect(inspector.inspect(sent, type: "text/plain").isForwarded)
  }

  /// Each break on its own would make tokens of neighbours in a list.
  @Test func aListOfWordsIsNotJoinedInPairs() throws {
    let rule = TestRules.rule("test.pair", "\\b[a-f0-9]{24}\\b", type: "pair")
    let list = (0..<8).map { "a1b2c3d4e5f\($0)" }.joined(separator: "\n")
    #expect(try TestRules.inspector([rule]).inspect(list, type: "text/plain").types.isEmpty)
  }
}

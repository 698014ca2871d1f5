import ArgusRules
import Testing

@Suite struct RequiredRunTests {
  private func run(_ pattern: String, _ flags: PatternFlags = []) -> (members: String, length: Int)? {
    RequiredRun.rarest(in: pattern, flags: flags)
      .map { (String(decoding: $0.ranges.joined(), as: UTF8.self), $0.length) }
  }

  @Test(arguments: [
    ("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 15),
    ("(?:^|\\W)(\\d{4}-\\d{4}-\\d{4}-\\d{4}|3\\d{3}-\\d{6}-\\d{5})(?:\\W|$)", "-0123456789", 17),
    ("x?\\d{15,19}y", "0123456789", 15),
    ("(?:\\d{3}){5}", "0123456789", 15),
    ("\\b(?<value>[0-9]{8}(?: [0-9]{3}){2,4})\\b", " 0123456789", 16),
    ("a*(?:b[0-9]{16}|c[0-9]{15})", "0123456789", 15),
  ])
  func aRunThatEveryMatchContainsIsFound(pattern: String, members: String, length: Int) throws {
    let found = try #require(run(pattern))
    #expect(found.members == members)
    #expect(found.length == length)
  }

  @Test(arguments: ["\\d*", "(?:\\d{16})?", "\\d{16}|a*", "(?:\\d{16}|.?)"])
  func whatNeedNotStandThereIsNoRun(pattern: String) {
    #expect(run(pattern).map { $0.length < 15 } ?? true)
  }

  @Test func bothCasesBelongToACaselessClass() throws {
    let found = try #require(run("[a-f]{20}", .caseless))
    #expect(found.members == "ABCDEFabcdef")
  }
}

import ArgusInspection
import ArgusRules
import Testing

@Suite struct ChecksumRepairTests {
  @Test(arguments: [
    (ChecksumKind.githubCRC32, "gh" + "p_" + String(repeating: "a1B2", count: 9)),
    (.npmCRC32, "np" + "m_" + String(repeating: "a1B2", count: 9)),
    (.vercelCRC32, "vc" + "p_" + String(repeating: "a1B2c3D", count: 8)),
    (.zuploCRC32, "zp" + "ka_" + String(repeating: "a1B2", count: 8) + "_00000000"),
    (.gitlabRoutableCRC32, "gl" + "pat-a1B2c3d4e5f6.01.0a0000000"),
    (.luhn, "4539148803436460"), (.verhoeff, "234567890120"), (.nhsMod11, "9434765910"),
    (.ibanMod97, "DE00370400440532013000"),
  ])
  func aRepairedValueHolds(_ kind: ChecksumKind, _ value: String) throws {
    let repaired = try #require(kind.repaired(Array(value.utf8)))
    let holds = kind.verifies(repaired.span)
    #expect(holds)
    #expect(repaired.count == value.utf8.count)
    #expect(kind.detectsAnyEdit)
  }

  @Test func whatHasAnotherFormIsNotRepaired() {
    for kind in ChecksumKind.allCases { #expect(kind.repaired(Array("x".utf8)) == nil || kind == .base64, "\(kind)") }
  }
}

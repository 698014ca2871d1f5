import ArgusScan
import Testing

@Suite struct LineRangesTests {
  @Test func rangesThatTouchBecomeOneAndAreFound() {
    var lines = LineRanges()
    for range in [1...2, 3...3, 7...9] { lines.append(range) }
    #expect(lines.ranges == [1...3, 7...9])
    #expect(lines.touches(3, 3) && lines.touches(4, 7) && lines.touches(1, 100) && lines.touches(9, 12))
    #expect(!lines.touches(4, 6) && !lines.touches(10, 20))
  }

  @Test(arguments: 0..<50)
  func theSearchAgreesWithASet(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var lines = LineRanges()
    var members: Set<Int> = []
    var next = 1
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      let start = next + Int.random(in: 0...4, using: &random)
      let end = start + Int.random(in: 0...3, using: &random)
      lines.append(start...end)
      members.formUnion(start...end)
      next = end + 1
    }
    for first in 1...40 {
      for last in first...min(40, first + 5) {
        #expect(lines.touches(first, last) == !members.isDisjoint(with: first...last))
      }
    }
  }
}

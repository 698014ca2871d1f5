import ArgusMatcher
import Dispatch
import Synchronization
import Testing

@Suite struct IdlePoolTests {
  @Test func whatWasGivenBackIsTakenAgain() {
    let pool = IdlePool<Int>(capacity: 4)
    #expect(pool.take() == nil)
    pool.giveBack(7)
    #expect(pool.take() == 7)
    #expect(pool.take() == nil)
  }

  @Test(arguments: [0, 1, 2, 3, 8])
  func noMoreIsKeptThanThereIsRoomFor(capacity: Int) {
    let pool = IdlePool<Int>(capacity: capacity)
    for number in 0..<20 { pool.giveBack(number) }
    var taken: Set<Int> = []
    while let number = pool.take() { taken.insert(number) }
    // Shelves are of equal size.
    #expect(taken.count == capacity / 2 * 2 || taken.count == capacity)
  }

  /// However many threads ask at once, each thing has one owner.
  @Test func nothingIsHandedOutTwice() {
    final class Thing: Sendable {
      let owners = Atomic<Int>(0)
    }
    let pool = IdlePool<Thing>(capacity: 8)
    let clashes = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<5_000 {
        let thing = pool.take() ?? Thing()
        if thing.owners.wrappingAdd(1, ordering: .relaxed).newValue != 1 { clashes.wrappingAdd(1, ordering: .relaxed) }
        thing.owners.wrappingSubtract(1, ordering: .relaxed)
        pool.giveBack(thing)
      }
    }
    #expect(clashes.load(ordering: .relaxed) == 0)
  }
}

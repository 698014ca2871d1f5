internal import Glibc
package import Synchronization

/// This is a store of idle things that one caller has at a time; at most `capacity` are kept.
///
/// They lie on several shelves, and each thread looks on its own first. With one list for all, two threads that inspect
/// bodies of 1 KiB spent 2 % of their time waiting for its lock; nobody waits for a shelf, he goes to the next.
package final class IdlePool<Element: Sendable>: Sendable {
  @usableFromInline
  package final class Shelf: Sendable {
    @usableFromInline package let idle = Mutex<[Element]>([])
    @usableFromInline init() {}
  }

  /// Two, because the second look at a redacted body needs one beside the first look's.
  private static var mostOnAShelf: Int { 2 }

  @usableFromInline package let shelves: [Shelf]
  @usableFromInline package let shelfCapacity: Int

  package init(capacity: Int) {
    shelfCapacity = min(capacity, Self.mostOnAShelf)
    shelves = (0..<(shelfCapacity > 0 ? capacity / shelfCapacity : 0)).map { _ in Shelf() }
  }

  /// An idle one, or nil where none was found.
  @inlinable
  package func take() -> Element? {
    let own = ownShelf
    for offset in shelves.indices {
      let shelf = shelves[(own &+ offset) % shelves.count]
      // Nested, because the shelf may be in use and it may be empty.
      if let taken = shelf.idle.withLockIfAvailable({ $0.popLast() }), let element = taken { return element }
    }
    return nil
  }

  /// Keeps `element` where there is room for it.
  @inlinable
  package func giveBack(_ element: Element) {
    let own = ownShelf
    for offset in shelves.indices {
      let isKept = shelves[(own &+ offset) % shelves.count].idle.withLockIfAvailable { idle in
        guard idle.count < shelfCapacity else { return false }
        idle.append(element)
        return true
      }
      if isKept == true { return }
    }
  }

  /// Threads' handles are addresses: their low bits are alike, so the product's high ones choose.
  @usableFromInline package var ownShelf: Int {
    let product = UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15
    return shelves.isEmpty ? 0 : Int(product >> 33) % shelves.count
  }
}

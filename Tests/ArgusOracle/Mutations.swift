/// This is what can happen to a text on its way: what a rule finds changes, what the engines agree on must not.
public struct Mutations {
  private var random: SeededGenerator

  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// `count` variants of `text`, which must not be empty.
  public mutating func variants(of text: [UInt8], beside neighbour: [UInt8], count: Int) -> [[UInt8]] {
    (0..<count).map { _ in
      var result = text
      for _ in 0..<random.below(3) + 1 { mutate(&result, neighbour) }
      return result
    }
  }

  private mutating func mutate(_ text: inout [UInt8], _ neighbour: [UInt8]) {
    guard !text.isEmpty else { return }
    let place = random.below(text.count)
    switch random.below(10) {
    case 0: text[place] = UInt8(random.below(256))
    case 1: text[place] ^= 0x20
    case 2: text.remove(at: place)
    case 3: text.insert(text[place], at: place)
    case 4: text.removeFirst(place)
    case 5: text.removeLast(text.count - place)
    // Glue at the edges, where boundaries are decided.
    case 6: text.append(random.pick(Array("aZ0_-.\"' \n\r\0=/".utf8) + [0x80, 0xFF]))
    case 7: text.insert(random.pick(Array("aZ0_-.\"' \n\r\0=/".utf8) + [0x80, 0xFF]), at: 0)
    case 8: text += random.oneIn(2) ? text : neighbour
    default:
      let end = min(text.count, place + random.below(40))
      text.insert(contentsOf: text[place..<end], at: place)
    }
  }
}

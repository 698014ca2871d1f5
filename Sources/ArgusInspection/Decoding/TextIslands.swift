/// This is the text in decoded bytes: all of it, or what stands between bytes that are none.
enum TextIslands {
  private static let minimumBytes = 10
  /// So much that is no text does not part two islands: a name and its value in a binary format.
  private static let bridge = 8
  private static let minimumUnits = 6

  static func find(in bytes: [UInt8]) -> [Range<Int>] {
    var islands: [Range<Int>] = []
    var start = -1
    let isText = isText
    for index in 0...bytes.count {
      if index < bytes.count, isText[Int(bytes[index])] {
        if start < 0 { start = index }
        continue
      }
      if start >= 0, index - start >= minimumBytes || index - start == bytes.count { add(start..<index, to: &islands) }
      start = -1
    }
    return islands.isEmpty ? wide(in: bytes) : islands
  }

  private static func add(_ island: Range<Int>, to islands: inout [Range<Int>]) {
    if let last = islands.last, island.lowerBound - last.upperBound <= bridge {
      islands[islands.count - 1] = last.lowerBound..<island.upperBound
    } else {
      islands.append(island)
    }
  }

  /// Islands of UTF-16, with their zeros.
  private static func wide(in bytes: [UInt8]) -> [Range<Int>] {
    var islands: [Range<Int>] = []
    var start = 0
    while start + 2 * minimumUnits <= bytes.count {
      var end = start
      // Either half may be the zero; the layer's own survey tells them apart.
      let parity = bytes[start] == 0 ? 1 : 0
      while end + 1 < bytes.count, bytes[end + 1 - parity] == 0, isText[Int(bytes[end + parity])] { end += 2 }
      if end - start >= 2 * minimumUnits {
        islands.append(start..<end)
        start = end
      } else {
        start += 1
      }
    }
    return islands
  }

  private static let isText: [Bool] = (0..<256).map { byte in
    byte >= 0x20 && byte < 0x7F || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}

/// This is the test for values that a person typed to stand for a secret: `xxxxxxxx`, `abcabcabc`, `123456789`.
///
/// A value is one when a run of up to four characters, repeated, makes up all of it, or when at least half of its
/// bytes lie in walks: four or more bytes that stay, or go one step through the alphabet, the digits or a keyboard
/// row.
enum PlaceholderShape {
  private static let maximumPeriod = 4
  private static let minimumWalk = 4
  private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0.utf8) }

  static func matches(_ value: Span<UInt8>) -> Bool {
    guard value.count >= minimumWalk else { return false }
    return isPeriodic(value) || walkedBytes(value) * 2 >= value.count
  }

  private static func isPeriodic(_ value: Span<UInt8>) -> Bool {
    for period in 1...maximumPeriod where value.count >= 3 * period {
      var isRepeated = true
      for index in period..<value.count where value[index] != value[index - period] {
        isRepeated = false
        break
      }
      if isRepeated { return true }
    }
    return false
  }

  private static func walkedBytes(_ value: Span<UInt8>) -> Int {
    var walked = 0
    var start = 0
    var direction: Step?
    for index in 1..<value.count {
      let step = Self.step(from: value[index - 1], to: value[index])
      if let step, direction == nil || direction == step {
        direction = step
        continue
      }
      let length = index - start
      if length >= minimumWalk { walked += length }
      // The last byte may begin the next walk, unless the ended walk has counted it already.
      start = step != nil && length < minimumWalk ? index - 1 : index
      direction = step != nil && length < minimumWalk ? step : nil
    }
    let length = value.count - start
    return length >= minimumWalk ? walked + length : walked
  }

  private enum Step { case same, up, down, rowRight, rowLeft }

  private static func step(from a: UInt8, to b: UInt8) -> Step? {
    if a == b { return .same }
    guard isAlphanumeric(a), isAlphanumeric(b) else { return nil }
    if b == a &+ 1 { return .up }
    if a == b &+ 1 { return .down }
    // `90` and `09` close the row of digits on a keyboard.
    if a == UInt8(ascii: "9"), b == UInt8(ascii: "0") { return .up }
    if a == UInt8(ascii: "0"), b == UInt8(ascii: "9") { return .down }
    let first = ContextWindow.lowercased(a)
    let second = ContextWindow.lowercased(b)
    for row in rows {
      guard let at = row.firstIndex(of: first) else { continue }
      if at + 1 < row.count, row[at + 1] == second { return .rowRight }
      if at > 0, row[at - 1] == second { return .rowLeft }
    }
    return nil
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

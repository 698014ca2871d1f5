/// This is how many bytes of each class a value has.
struct CharacterCounts {
  private(set) var digits = 0
  private(set) var upper = 0
  private(set) var lower = 0
  /// Everything else, each byte of a non-ASCII character included.
  private(set) var special = 0

  init(_ value: Span<UInt8>) {
    for index in value.indices {
      switch value[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): upper += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"): lower += 1
      default: special += 1
      }
    }
  }

  func reaches(digits: Int, upper: Int, lower: Int, special: Int) -> Bool {
    self.digits >= digits && self.upper >= upper && self.lower >= lower && self.special >= special
  }
}

/// This is the digits of a value that people write in groups.
enum DigitRun {
  /// The digits, without spaces, hyphens and dots; nil where anything else stands between them.
  static func digits(_ value: Span<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    for index in value.indices {
      switch value[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(value[index] - UInt8(ascii: "0"))
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."): continue
      default: return nil
      }
    }
    return digits
  }
}

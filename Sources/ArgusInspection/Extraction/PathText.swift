/// This is how names from a request appear in a location: short, printable, never a whole text.
enum PathText {
  private static let maximumNameCharacters = 64
  private static let maximumPathBytes = 240

  /// `name` cut to a readable length, without control characters.
  static func printable(_ name: String) -> String {
    // Nearly every name is short and plain; counting characters is what costs.
    if name.utf8.count <= maximumNameCharacters, name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return name }
    let shown = name.prefix(maximumNameCharacters).map { character -> Character in
      character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? character : "·"
    }
    return String(shown) + (name.count > maximumNameCharacters ? "…" : "")
  }

  /// `path` with its middle left out where it is too long to read.
  static func shortened(_ path: String) -> String {
    guard path.utf8.count > maximumPathBytes else { return path }
    return path.prefix(maximumPathBytes / 2) + "…" + path.suffix(maximumPathBytes / 4)
  }

  static func string(_ bytes: Span<UInt8>) -> String {
    String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
  }

  /// The text that `range` of `source` stands for.
  static func decoded(_ source: Span<UInt8>, _ range: Range<Int>, _ coding: FieldCoding, limit: Int = .max) -> String {
    let coded = source.extracting(0..<range.upperBound)
    var bytes: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound, bytes.count < limit {
      let stop = min(coding.nextUnit(in: coded, from: index), range.upperBound)
      for offset in index..<min(stop, limit == .max ? stop : index + (limit - bytes.count)) {
        bytes.append(coded[offset])
      }
      guard stop < range.upperBound, bytes.count < limit else { break }
      let unit = coding.unit(in: coded, at: stop)
      var packed = unit.bytes
      for _ in 0..<unit.count {
        bytes.append(UInt8(truncatingIfNeeded: packed))
        packed >>= 8
      }
      index = stop + unit.consumed
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

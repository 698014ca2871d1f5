import ArgusRules

extension Check.Exclusion {
  /// Tells whether `value` looks like something this exclusion names.
  func covers(_ value: Span<UInt8>) -> Bool {
    for word in words where ContextWindow.contains(Array(word.utf8).map(ContextWindow.lowercased), value) {
      return true
    }
    if hashLike, Self.isHashLike(value) { return true }
    if uuid, Self.isUUID(value) { return true }
    return placeholder && PlaceholderShape.matches(value)
  }

  /// Everything that ``covers(_:)`` is true for, in the rule's own words.
  func causes(in value: Span<UInt8>) -> [String] {
    var causes = words.filter { word in
      ContextWindow.contains(Array(word.utf8).map(ContextWindow.lowercased), value)
    }.map { "the word `\($0)`" }
    if hashLike, Self.isHashLike(value) { causes.append("`hash_like`") }
    if uuid, Self.isUUID(value) { causes.append("`uuid`") }
    if placeholder, PlaceholderShape.matches(value) { causes.append("`placeholder`") }
    return causes
  }

  /// The lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 in hexadecimal.
  private static let hashLengths: Set<Int> = [32, 40, 56, 64, 96, 128]

  private static func isHashLike(_ value: Span<UInt8>) -> Bool {
    guard hashLengths.contains(value.count) else { return false }
    for index in value.indices where CodedUnit.hexDigit(value[index]) == nil { return false }
    return true
  }

  private static func isUUID(_ value: Span<UInt8>) -> Bool {
    guard value.count == 36 else { return false }
    for index in value.indices {
      if [8, 13, 18, 23].contains(index) {
        if value[index] != UInt8(ascii: "-") { return false }
      } else if CodedUnit.hexDigit(value[index]) == nil {
        return false
      }
    }
    return true
  }
}

/// This is one way in which a value can be nearly right.
public enum MutantKind: String, Sendable, Hashable, CaseIterable {
  /// One character less, where the format has a fixed length. Asserted: it is not reported.
  case short
  /// One character more, where the format has a fixed length. Noted where the rule cuts its value out of it.
  case long
  /// Wrong check digits, where the rule verifies them. Asserted: it is not reported.
  case checksum
  /// The other case of the literal that every match contains, where the pattern minds case. Asserted: it is not reported.
  case wrongCase = "case"
  /// A word character directly before or behind the value. Noted where the rule cuts its value out of the word.
  case glued

  /// Whether a mutant that is reported is an error; else it is a warning.
  public var isAsserted: Bool { self == .short || self == .checksum || self == .wrongCase }
}

/// This is a `match` example made wrong at one place.
struct Mutant {
  var kind: MutantKind
  var text: [UInt8]
  /// Where the value now stands, with what was added to it, in bytes of ``text``.
  var place: Range<Int>
  /// Where the example's own value stands whole; nil where it no longer does.
  var original: Range<Int>?
}

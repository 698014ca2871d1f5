/// This is where one field of the arena comes from; it stands at the field's index.
///
/// Offsets are 32 bits wide: bodies from 4 GiB on are refused before extraction.
struct FieldRecord: Sendable {
  /// The raw content, before any decoding, as offsets of the field's source: the body, or for ``Kind/isOutsideBody``
  /// the query or header text.
  var start: UInt32
  var end: UInt32
  var kind: Kind
  var coding: FieldCoding
  /// Index into ``InspectionScratch/labels``; -1 where the path is worked out from the body.
  var label: Int32 = -1

  enum Kind: UInt8, Sendable {
    case jsonString, jsonKey, jsonNumber
    /// See ``JSONOutline``; never the field of a finding.
    case jsonOutline
    case text
    case formName, formValue
    case partHeaders, part
    case queryName, queryValue, header
    /// See ``DecodedLayer``; the record's range says nothing.
    case decoded

    /// True where there are no bytes of the body to point at or to rewrite.
    var isOutsideBody: Bool { self == .queryName || self == .queryValue || self == .header }
    var isJSON: Bool { self == .jsonString || self == .jsonKey || self == .jsonNumber }
    /// True where the text gives other fields their labels, which must not show it once it holds a finding.
    var isLabelSource: Bool { self == .formName || self == .queryName || self == .partHeaders }
  }

  init(_ range: Range<Int>, kind: Kind, coding: FieldCoding, label: Int32 = -1) {
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    end = UInt32(truncatingIfNeeded: range.upperBound)
    self.kind = kind
    self.coding = coding
    self.label = label
  }

  var range: Range<Int> { Int(start)..<Int(end) }
}

/// This is how a field's text is written in its source.
enum FieldCoding: UInt8, Sendable {
  /// Byte for byte.
  case verbatim
  /// With JSON string escapes.
  case jsonEscapes
  /// With `%XX`, and `+` for a space.
  case percent
}

/// This is the name of a field that has no JSON path.
struct FieldLabel: Sendable {
  var path: String
  var filename: String = ""
  /// What ``path`` becomes when the name in it holds a finding.
  var maskedPath: String = ""
}

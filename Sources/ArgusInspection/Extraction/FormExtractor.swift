import ArgusMatcher

/// This is the reading of `application/x-www-form-urlencoded`: each name and each value is a field.
enum FormExtractor {
  static func extract(_ body: Span<UInt8>, into scratch: inout InspectionScratch) {
    var start = 0
    while start < body.count {
      let end = ByteSearch.first(of: UInt8(ascii: "&"), or: UInt8(ascii: "&"), in: body, from: start)
      let equals = min(ByteSearch.first(of: UInt8(ascii: "="), or: UInt8(ascii: "&"), in: body, from: start), end)
      scratch.appendDecodedField(body, FieldRecord(start..<equals, kind: .formName, coding: .percent))
      if equals < end {
        scratch.appendDecodedField(body, FieldRecord((equals + 1)..<end, kind: .formValue, coding: .percent))
      }
      start = end + 1
    }
  }

  /// The raw name of the pair whose value begins at `valueStart`.
  static func name(ofValueAt valueStart: Int, in body: Span<UInt8>) -> Range<Int> {
    let equals = max(0, valueStart - 1)
    var start = equals
    while start > 0, body[start - 1] != UInt8(ascii: "&") { start -= 1 }
    return start..<equals
  }
}
